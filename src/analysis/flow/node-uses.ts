import type { Graph, GraphNode, Operand, Place, Step, Test } from '../graph.ts';
import { keyOf, resultPlace } from '../graph.ts';
import { freeRoots, keysMentionedIn } from './mentions.ts';

/** What a node does with variables: the roots it reads, the keys it tests, and the root it sets. */
export interface Uses {
  readonly reads: readonly string[];
  readonly tests: readonly string[];
  readonly kills: string | undefined;
}

/** What a node reads, tests and sets. */
export function usesOf(graph: Graph, node: GraphNode, fileKey: string): Uses {
  const none: Uses = { reads: [], tests: [], kills: undefined };
  switch (node.kind) {
    case 'step':
      return stepUses(graph, node.step, fileKey);
    case 'branch': {
      const operands = testOperands(node.test);
      const reads = operands.flatMap(operand => rootsOf(graph, operand, fileKey));
      const tests = operands.flatMap(operand => keysOf(graph, operand, fileKey));
      return { reads, tests, kills: undefined };
    }
    case 'each':
      return { ...none, reads: rootsOf(graph, node.iterable, fileKey), kills: node.to.root };
    case 'exit':
      return node.exit === 'return' ? giving(resultPlace(graph.id).root) : none;
    case 'join':
      return none;
  }
}

/** What a function gives decides its caller's tests. */
function giving(root: string): Uses {
  return { reads: [root], tests: [root], kills: undefined };
}

function testOperands(test: Test): readonly Operand[] {
  switch (test.kind) {
    case 'truthy':
    case 'nullish':
    case 'instance':
      return [test.value];
    case 'equal':
      return [test.left, test.right];
    case 'unknown':
    case 'unmatched':
      return [];
  }
}

function stepUses(graph: Graph, step: Step, fileKey: string): Uses {
  const all = (operands: readonly (Operand | undefined)[]): readonly string[] =>
    operands.flatMap(operand => (operand ? rootsOf(graph, operand, fileKey) : []));
  const keys = (operands: readonly (Operand | undefined)[]): readonly string[] =>
    operands.flatMap(operand => (operand ? keysOf(graph, operand, fileKey) : []));
  const kill = (to: Place): string | undefined => (to.path.length === 0 ? to.root : undefined);
  switch (step.op) {
    case 'set': {
      const from = all([step.from]);
      // Writing a member needs its object.
      const object = step.to.path.length === 0 ? [] : [step.to.root];
      return { reads: [...from, ...object], tests: keys([step.from]), kills: kill(step.to) };
    }
    case 'call': {
      const operands = [step.receiver, step.callee, ...step.args.map(arg => arg.value)];
      // An argument decides the tests inside the callee.
      return { reads: all(operands), tests: keys(operands), kills: kill(step.to) };
    }
    case 'await':
    case 'yield':
      return { reads: all([step.value]), tests: [], kills: kill(step.to) };
    case 'object':
      return { reads: all(step.fields.map(f => f.value)), tests: [], kills: kill(step.to) };
    case 'dispose':
      return { reads: [step.what.root], tests: prefixesOf(step.what), kills: undefined };
    case 'finish':
      return { reads: all([step.iterable]), tests: [], kills: undefined };
    case 'catch':
      return { reads: [], tests: [], kills: step.to?.root };
    case 'leave':
      return { reads: [], tests: [], kills: undefined };
  }
}

function rootsOf(graph: Graph, operand: Operand, fileKey: string): readonly string[] {
  if (operand.kind === 'place') return [operand.root];
  return operand.kind === 'function' ? freeRoots(graph.file, operand.node, fileKey) : [];
}

/** The keys that reading an operand reads. */
function keysOf(graph: Graph, operand: Operand, fileKey: string): readonly string[] {
  if (operand.kind === 'place') return prefixesOf(operand);
  return operand.kind === 'function' ? keysMentionedIn(graph.file, operand.node, fileKey) : [];
}

function prefixesOf(place: Place): readonly string[] {
  const parents = place.path.map((_, index) =>
    keyOf({ ...place, path: place.path.slice(0, index) }),
  );
  return [...parents, keyOf(place)];
}

import type { TSESTree } from '@typescript-eslint/types';
import type { FunctionNode, Node, SourceFile } from '../source/source-file.ts';
import type { Graph, GraphNode, Operand, Step, Test } from './graph.ts';
import { keyOf } from './graph.ts';
import { functionsIn } from '../source/walk.ts';
import { startOf } from './lower/builder.ts';
import { lowerFunction } from './lower/function.ts';

/** The events of every function of a file, as text; equal for every parser. */
export function printEvents(file: SourceFile): string {
  const owners: (FunctionNode | TSESTree.Program)[] = [file.program, ...functionsIn(file.program)];
  return owners.map(owner => printGraph(lowerFunction(file, owner, ''))).join('\n');
}

/** One graph as text: a line for each node. */
function printGraph(graph: Graph): string {
  const title = `${graph.owner.type}@${startOf(graph.owner)} enters ${graph.entry}`;
  return [title, ...graph.nodes.map((node, id) => `  ${id} ${printNode(node)}`)].join('\n');
}

function printNode(node: GraphNode): string {
  switch (node.kind) {
    case 'step':
      return `${printStep(node.step)} → ${node.next} ↯ ${node.onThrow}`;
    case 'branch':
      return `${printTest(node.test)} ? ${node.yes} : ${node.no}`;
    case 'each':
      return `each ${keyOf(node.to)} of ${printOperand(node.iterable)} → ${node.body} | ${node.done}`;
    case 'join':
      return `→ ${node.next}`;
    case 'exit':
      return node.exit;
  }
}

function printStep(step: Step): string {
  const at = `@${step.node.range[0]}`;
  switch (step.op) {
    case 'set':
      return `${keyOf(step.to)} = ${printOperand(step.from)}`;
    case 'call': {
      const args = step.args.map(arg => (arg.spread ? '...' : '') + printOperand(arg.value));
      const callee = step.receiver
        ? `${printOperand(step.receiver)}.${step.method ?? '*'}`
        : printOperand(step.callee);
      return `${keyOf(step.to)} = ${step.isNew ? 'new ' : ''}${callee}(${args.join(', ')}) ${at}`;
    }
    case 'await':
    case 'yield':
      return `${keyOf(step.to)} = ${step.op} ${printOperand(step.value)} ${at}`;
    case 'object':
      return `${keyOf(step.to)} = {${step.fields.map(f => `${f.key}: ${printOperand(f.value)}`).join(', ')}}`;
    case 'dispose':
      return `dispose ${keyOf(step.what)} ${at}`;
    case 'finish':
      return `finish ${printOperand(step.iterable)}`;
    case 'catch':
      return `catch ${step.to ? keyOf(step.to) : ''}`;
    case 'leave':
      return `${step.kind} ${at}`;
  }
}

function printTest(test: Test): string {
  switch (test.kind) {
    case 'truthy':
    case 'nullish':
    case 'instance':
      return `${test.kind} ${printOperand(test.value)}`;
    case 'equal':
      return `${printOperand(test.left)} === ${printOperand(test.right)}`;
    case 'unmatched':
    case 'unknown':
      return test.kind;
  }
}

function printOperand(operand: Operand): string {
  switch (operand.kind) {
    case 'place':
      return keyOf(operand);
    case 'literal':
      return JSON.stringify(operand.value) ?? 'undefined';
    case 'function':
      return `function@${operand.node.range[0]}`;
    case 'unknown':
      return '?';
  }
}

/** The source of a node on one line, cut to what a message can carry. */
export function textOf(file: SourceFile, node: Node, limit = 40): string {
  const lines = file.text.slice(node.range[0], node.range[1]).replaceAll(/\s+/g, ' ');
  const text = lines.replaceAll(/ (?=\??\.[A-Za-z_$#])/g, '');
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

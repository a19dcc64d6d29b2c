import type { Driver } from '../drivers/driver.ts';
import type { Helper } from '../drivers/own-functions.ts';
import type { OwnEffect } from '../effects/own-effects.ts';
import { createEvidence } from '../evidence/syntax.ts';
import type { EvidenceSource } from '../evidence/syntax.ts';
import type { TypeOracle } from '../evidence/type-oracle.ts';
import type { Project } from '../source/project.ts';
import type { Node } from '../source/source-file.ts';
import type { Tier } from './facts.ts';
import { hasAmbientCall } from './ambient.ts';
import type { Giving, SessionOptions } from './flow/session.ts';
import type { Graph } from './graph.ts';
import { Leads } from './leads/leads.ts';
import { manifestAround } from './manifests.ts';
import type { WorkMemory } from './work/search.ts';

/** What an analysis needs to know besides the file. */
export interface Setting {
  readonly project: Project;
  readonly drivers: readonly Driver[];
  /** A type checker, if there is one; it is built only when syntax leaves a question open. */
  readonly types?: () => TypeOracle | undefined;
  /** What the user's own functions wait for, or do not. */
  readonly effects?: readonly OwnEffect[];
  /** What the user says of functions that no analysis can know. */
  readonly helpers?: readonly Helper[];
  /** Whether a file is analysed too, and so speaks for itself. Default: all but typings. */
  readonly isChecked?: (path: string) => boolean;
  /** The least certain findings wanted; `possible` also follows exceptions nobody expects. Default: `likely`. */
  readonly minimumTier?: Tier;
  /** Whether each leaked lease comes with summaries of the functions on its way. Default: no, for they cost. */
  readonly summarises?: boolean;
}

const graphs = new WeakMap<Node, Graph>();
const fileKeys = new Map<string, string>();
const owners = new Map<string, Graph>();

/** What is found out once for all files of a project: it is as old as the project. */
export interface Knowledge {
  readonly evidence: EvidenceSource;
  /** Whether functions give leases away. */
  readonly gives: WeakMap<Node, Giving>;
  /** What functions wait for. */
  readonly work: WorkMemory;
  /** The names that lead to an acquire. */
  readonly leads: Leads;
  /** The file at whose import the wrong tag above a function is told. */
  readonly tellers: WeakMap<Node, string>;
  /** The type checker of the file under analysis; hosts have one for each file. */
  types: Setting['types'];
}

const knowledge = new WeakMap<Project, Map<readonly Driver[], Knowledge>>();

/** What is known of a project so far. */
export function knowledgeFor({ project, drivers, types }: Setting): Knowledge {
  const ofProject = knowledge.get(project) ?? new Map<readonly Driver[], Knowledge>();
  knowledge.set(project, ofProject);
  const known = ofProject.get(drivers);
  if (known !== undefined) {
    known.types = types;
    return known;
  }
  const made: Knowledge = {
    evidence: createEvidence({ project, drivers, types: () => made.types?.() }),
    gives: new WeakMap(),
    work: new WeakMap(),
    leads: leadsFor(project, drivers),
    tellers: new WeakMap(),
    types,
  };
  ofProject.set(drivers, made);
  return made;
}

const leadsOf = new WeakMap<object, Map<readonly Driver[], Leads>>();

/** Names that lead outlive what a project is at one time: a renewed one has most of its files unchanged. */
function leadsFor({ origin }: Project, drivers: readonly Driver[]): Leads {
  const ofOrigin = leadsOf.get(origin) ?? new Map<readonly Driver[], Leads>();
  leadsOf.set(origin, ofOrigin);
  const known = ofOrigin.get(drivers) ?? new Leads(drivers);
  ofOrigin.set(drivers, known);
  return known;
}

/** What a session of this setting starts from. */
export function optionsFor(setting: Setting): SessionOptions {
  const { evidence, gives, work, leads } = knowledgeFor(setting);
  const { outlook } = leads;
  const program = { project: setting.project, importedBy: (of: string) => outlook.importedBy(of) };
  return {
    evidence,
    gives,
    work,
    effects: setting.effects ?? [],
    drivers: setting.drivers,
    helpers: setting.helpers ?? [],
    considersPossible: setting.minimumTier === 'possible',
    memory: { graphs, fileKeys, owners },
    surroundings: {
      leads: (of, name) => leads.has(of, name),
      hasAmbientCall: (path, call) => hasAmbientCall(program, path, call),
      namesLent: words => outlook.namesLent(words),
      mentionsTags: of => outlook.mentionsTags(of),
      dependsOn: (path, name) => manifestAround(path, setting.project).includes(`"${name}"`),
    },
    keepsTrail: setting.summarises ?? false,
  };
}

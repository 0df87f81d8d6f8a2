'use strict';
// How many colours a terminal shows, by what its environment says.
// https://nodejs.org/docs/latest-v24.x/api/tty.html#writestreamgetcolordepthenv

const { validateInteger } = require('internal/validators');

// In bits.
const COLORS_2 = 1;
const COLORS_16 = 4;
const COLORS_256 = 8;
const COLORS_16M = 24;

const DEPTH_BY_FORCE_COLOR = {
  '__proto__': null, '': COLORS_16, '1': COLORS_16, 'true': COLORS_16, '2': COLORS_256, '3': COLORS_16M,
};

const DEPTH_BY_CI = [
  ['APPVEYOR', COLORS_256],
  ['BUILDKITE', COLORS_256],
  ['CIRCLECI', COLORS_16M],
  ['DRONE', COLORS_256],
  ['GITEA_ACTIONS', COLORS_16M],
  ['GITHUB_ACTIONS', COLORS_16M],
  ['GITLAB_CI', COLORS_256],
  ['TRAVIS', COLORS_256],
];

const TERMS_OF_16_COLORS = new Set([
  'eterm', 'cons25', 'console', 'cygwin', 'dtterm', 'gnome', 'hurd', 'jfbterm', 'konsole', 'kterm', 'mlterm', 'putty', 'st',
]);
const TERMS_OF_16M_COLORS = new Set(['mosh', 'rxvt-unicode-24bit', 'terminator', 'xterm-kitty']);
const COLOR_TERM = /ansi|color|linux|direct|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100|^vt220/;

let isWarned = false;

/** In bits: 1, 4, 8 or 24. */
function getColorDepth(env = process.env) {
  if (env.FORCE_COLOR !== undefined) {
    const depth = DEPTH_BY_FORCE_COLOR[env.FORCE_COLOR];
    if (depth === undefined) return COLORS_2;
    warnOnIgnored(env);
    return depth;
  }
  if (isSet(env.NODE_DISABLE_COLORS) || isSet(env.NO_COLOR) || env.TERM === 'dumb') return COLORS_2;
  if (env.TMUX) return COLORS_16M;
  return depthOfService(env) ?? depthOfProgram(env) ?? depthOfTerm(env);
}

function isSet(value) {
  return value !== undefined && value !== '';
}

/** What runs builds: Azure DevOps, those that set `CI`, TeamCity. */
function depthOfService(env) {
  if (Object.hasOwn(env, 'TF_BUILD') && Object.hasOwn(env, 'AGENT_NAME')) return COLORS_16;
  if (Object.hasOwn(env, 'CI')) {
    const known = DEPTH_BY_CI.find(([name]) => Object.hasOwn(env, name));
    if (known !== undefined) return known[1];
    return env.CI_NAME === 'codeship' ? COLORS_256 : COLORS_2;
  }
  if ('TEAMCITY_VERSION' in env) {
    return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? COLORS_16 : COLORS_2;
  }
  return undefined;
}

function depthOfProgram(env) {
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app':
      return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? COLORS_256 : COLORS_16M;
    case 'HyperTerm':
    case 'MacTerm':
      return COLORS_16M;
    case 'Apple_Terminal':
      return COLORS_256;
    default:
      return undefined;
  }
}

function depthOfTerm(env) {
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return COLORS_16M;
  if (env.TERM) {
    if (env.TERM.includes('truecolor')) return COLORS_16M;
    if (env.TERM.startsWith('xterm-256')) return COLORS_256;
    const term = env.TERM.toLowerCase();
    if (TERMS_OF_16M_COLORS.has(term)) return COLORS_16M;
    if (TERMS_OF_16_COLORS.has(term) || COLOR_TERM.test(term)) return COLORS_16;
  }
  return env.COLORTERM ? COLORS_16 : COLORS_2;
}

function warnOnIgnored(env) {
  if (isWarned) return;
  isWarned = true;
  const names = ['NODE_DISABLE_COLORS', 'NO_COLOR'].filter((name) => isSet(env[name]));
  if (names.length === 0) return;
  process.emitWarning(`The '${names.join("' and '")}' env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
}

/** @param {number} [count]  @param {object} [env] */
function hasColors(count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** getColorDepth(env);
}

module.exports = { getColorDepth, hasColors };

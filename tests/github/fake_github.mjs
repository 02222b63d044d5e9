// Runs the script of a step as actions/github-script does, against a GitHub that is made of one JSON file.
// In: the file's path. Out, as JSON: what was written to GitHub, in order, the outputs, and how it failed.
import fs from 'node:fs'
import { createRequire } from 'node:module'

const { script, context, state } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'))
const writes = []
const outputs = {}
let failed = null

const answer = data => Promise.resolve({ data })
const note = kind => parameters => {
  writes.push([kind, parameters])
  return state.broken?.[kind] ? Promise.reject(Object.assign(new Error(kind), { status: state.broken[kind] })) : answer({})
}
const github = {
  paginate: async (method, parameters) => (await method(parameters)).data,
  rest: {
    actions: {
      listWorkflowRunArtifacts: ({ run_id }) => answer(run_id === context.payload.workflow_run.id ? state.artifacts : []),
      getReviewsForRun: ({ run_id }) => answer(run_id === context.runId ? state.reviews : []),
    },
    pulls: {
      list: ({ head, base, state: wanted }) => answer(state.pulls.filter(pull => wanted === 'open'
        && `${pull.head.user.login}:${pull.head.ref}` === head && pull.base.ref === base)),
    },
    git: { getTree: ({ tree_sha }) => answer({ sha: tree_sha, truncated: false, tree: state.trees[tree_sha] }) },
    repos: {
      compareCommitsWithBasehead: ({ basehead }) => answer({ merge_base_commit: { sha: state.merge_base[basehead] } }),
      createCommitStatus: note('status'),
    },
    issues: {
      listComments: () => answer(state.comments),
      createComment: note('create'),
      updateComment: note('update'),
      addLabels: note('label'),
      removeLabel: note('unlabel'),
    },
  },
}
const core = {
  notice: () => {},
  warning: () => {},
  setFailed: message => { failed = message },
  setOutput: (name, value) => { outputs[name] = value },
}
const AsyncFunction = (async () => {}).constructor
try {
  const run = new AsyncFunction('github', 'context', 'core', 'require', script)
  await run(github, context, core, createRequire(import.meta.url))
} catch (error) {
  failed = String(error)
}
process.stdout.write(JSON.stringify({ writes, outputs, failed }))

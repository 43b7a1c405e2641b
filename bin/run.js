#!/usr/bin/env node
// Kept to what Node 12 can parse: it must be able to say that it is too old.
if (Number(process.versions.node.split('.')[0]) < 24) {
  process.stderr.write(
    'scimulate needs Node 24 or newer, this is ' +
      process.version +
      '. Install a newer one from https://nodejs.org, or run: npx -y -p node@24 -p scimulate scimulate\n',
  );
  process.exitCode = 2;
} else {
  import('../dist/cli/main.js').then(
    (cli) => cli.main(process.argv.slice(2)),
    (error) => {
      if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      process.stderr.write(
        `scimulate is not built or not installed whole: run npm run setup in its folder. ${error.message}\n`,
      );
      process.exitCode = 2;
    },
  );
}

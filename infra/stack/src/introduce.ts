import { createClient } from './client.ts';
import { loadDemo } from './demo/load-demo.ts';
import { loadFortnight } from './demo/load-fortnight.ts';
import { developmentNotice } from './development-issuer.ts';

const query = '{ viewer { person { name } roles { role scope { name } } } }';

/**
 * Says that the office is ready, and how to ask it. Signing in by a staff number is possible in development only, so
 * the demo is loaded and a token is shown there only.
 */
export async function introduce(
  url: string,
  { development, demo, pages }: { development: boolean; demo: boolean; pages: boolean },
): Promise<void> {
  const client = createClient(url);
  if (development && demo) console.log(await loadDemo(url));
  console.log(`ready ${url}/graphql`);
  if (pages) console.log(`figures ${url}/figures`);
  if (!development) return;
  if (pages) console.log(`explorer ${url}/`);
  if (pages) console.log(`console ${url}/console`);
  console.log(developmentNotice);
  const token = await client.token('admin');
  const curl = [
    `curl -s ${url}/graphql -H 'content-type: application/json' \\`,
    `  -H 'authorization: Bearer ${token}' \\`,
    `  -d '${JSON.stringify({ query })}'`,
  ];
  console.log(`\n${curl.join('\n')}\n`);
  if (demo) await tellFortnight(url);
}

/** What the office shows beyond its first answers; it serves without, too. */
async function tellFortnight(url: string): Promise<void> {
  try {
    console.log(await loadFortnight(url, (line) => console.log(line)));
  } catch (error) {
    console.error(
      `the fortnight of the demo is incomplete, the next start goes on: ${error instanceof Error ? error.message : error}`,
    );
  }
}

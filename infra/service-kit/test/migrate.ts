/** Opens and thereby migrates the MySQL database of its argument as soon as its parent says so; ends with 1 when that fails. */
import { once } from 'node:events';
import { kitEntities, kitMigrations, openDatabase } from '../src/index.ts';

const [url = ''] = process.argv.slice(2);
process.send?.('ready');
await once(process, 'message');
const db = await openDatabase({ kind: 'mysql', url }, { entities: kitEntities, migrations: kitMigrations });
await db.close();
process.disconnect();

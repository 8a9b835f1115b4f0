import mysql from 'mysql2/promise';

/** The server's name of the lock on the migrations of one database; the server takes 64 characters and no more. */
export const migrationLockOf = (url: string): string =>
  `migrate ${decodeURIComponent(new URL(url).pathname.slice(1))}`.slice(0, 64);

/**
 * Runs the work while no other process migrates the same MySQL database. The lock lives on a connection of its own, so
 * that it falls with the process and takes none from a pool.
 * @throws Error when another process has held the lock for all of `waitSeconds`
 */
export async function whileNobodyElseMigrates<T>(
  url: string,
  work: () => Promise<T>,
  { waitSeconds = 60 }: { waitSeconds?: number } = {},
): Promise<T> {
  const connection = await mysql.createConnection({ uri: url });
  try {
    const name = migrationLockOf(url);
    const [rows] = await connection.query('SELECT GET_LOCK(?, ?) AS granted', [name, waitSeconds]);
    if (Number((rows as { granted: unknown }[])[0]?.granted) !== 1)
      throw new Error(`Another process has been migrating this database for ${waitSeconds} s; it holds "${name}".`);
    try {
      return await work();
    } finally {
      await connection.query('SELECT RELEASE_LOCK(?)', [name]);
    }
  } finally {
    await connection.end();
  }
}

/** Something the person at the terminal has to change; printed without a stack trace. */
export class StackRefusal extends Error {
  override readonly name = 'StackRefusal';
}

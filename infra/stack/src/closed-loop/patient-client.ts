import { type Answer, createClient, type Data } from '../client.ts';
import { patient } from '../patient-desk.ts';

/** Speaks to the public graph as named people and waits for an office that is away. */
export function createPatientClient(address: string) {
  const office = createClient(address);
  /** `null` asks without signing in, as somebody from the street does. */
  const desk = (staffNo: string | null) => patient(staffNo === null ? office.anonymous : office.as(staffNo));
  return {
    ask: (staffNo: string | null, query: string, variables?: Record<string, unknown>): Promise<Answer> =>
      desk(staffNo).ask(query, variables),
    /** The data. @throws Refused at the first error of the answer */
    run: (staffNo: string | null, query: string, variables?: Record<string, unknown>): Promise<Data> =>
      desk(staffNo).act(query, variables),
  };
}

export type PatientClient = ReturnType<typeof createPatientClient>;

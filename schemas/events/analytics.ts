/** Analytics reads all topics and has nothing to announce yet. */
export {};

package health.salus.storage.hapi;

import java.nio.file.Path;

/** The folder of the concept index of code systems. The index can be rebuilt from the database. */
record TerminologyIndex(Path folder) {}

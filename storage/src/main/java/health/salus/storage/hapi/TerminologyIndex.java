package health.salus.storage.hapi;

import java.nio.file.Path;

/** Where the index of code system concepts lies. It can be made anew from the database. */
record TerminologyIndex(Path folder) {}

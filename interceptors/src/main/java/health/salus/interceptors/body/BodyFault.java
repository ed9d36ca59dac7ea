package health.salus.interceptors.body;

import health.salus.interceptors.error.ErrorCode;

/**
 * One thing wrong with a body.
 *
 * @param path FHIRPath of the element
 * @param text what was expected; never the value sent
 */
public record BodyFault(ErrorCode code, String path, String text) {}

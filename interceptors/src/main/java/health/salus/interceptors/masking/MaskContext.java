package health.salus.interceptors.masking;

import java.time.LocalDate;

/**
 * What an action needs to know beside the element.
 *
 * @param patient whose dates move together
 */
record MaskContext(ElementModel model, MaskKey key, LocalDate today, String patient) {}

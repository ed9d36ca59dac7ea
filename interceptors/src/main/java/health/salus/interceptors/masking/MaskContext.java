package health.salus.interceptors.masking;

import java.time.LocalDate;

/**
 * The context of a mask action.
 *
 * @param patient whose dates move together
 */
record MaskContext(ElementModel model, MaskKey key, LocalDate today, String patient) {}

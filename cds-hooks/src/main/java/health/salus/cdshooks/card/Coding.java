package health.salus.cdshooks.card;

/** A Coding of CDS Hooks; {@code display} may be empty in feedback only. */
public record Coding(String system, String code, String display) {}

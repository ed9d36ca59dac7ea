package health.salus.ml.view;

import org.hl7.fhir.r4.fhirpath.ExpressionNode;

/** A compiled column. Only a {@code collection} column may have more than one value in a row. */
record Column(String name, ExpressionNode path, boolean collection) {}

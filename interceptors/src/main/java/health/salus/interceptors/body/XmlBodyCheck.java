package health.salus.interceptors.body;

import health.salus.interceptors.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Finds in XML what HAPI's parser would pass over in silence: a document type, elements of another
 * namespace, text between elements, and a nesting deeper than the limit. Everything else is the
 * parser's business. Thread-safe.
 *
 * @see <a href="https://hl7.org/fhir/R4/xml.html">XML representation of resources</a>
 */
final class XmlBodyCheck {
  private static final String FHIR = "http://hl7.org/fhir";
  private static final String XHTML = "http://www.w3.org/1999/xhtml";

  private final XMLInputFactory factory = XMLInputFactory.newFactory();
  private final int maxDepth;

  XmlBodyCheck(int maxDepth) {
    this.maxDepth = maxDepth;
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
  }

  /** The first fault; its path names the place in the text. */
  Optional<BodyFault> fault(byte[] body) {
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(body));
      try {
        return fault(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      return Optional.of(
          new BodyFault(
              ErrorCode.BODY_MALFORMED,
              "line %d, column %d"
                  .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber()),
              "the body is no well-formed XML"));
    }
  }

  private Optional<BodyFault> fault(XMLStreamReader xml) throws XMLStreamException {
    int depth = 0;
    int narrative = 0; // how deep in a narrative, whose text is free
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
        return at(xml, ErrorCode.BODY_MALFORMED, "a document type or entity is not accepted");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        narrative = narrative > 0 || XHTML.equals(xml.getNamespaceURI()) ? narrative + 1 : 0;
        if (narrative == 0 && !FHIR.equals(xml.getNamespaceURI())) {
          return at(xml, ErrorCode.ELEMENT_UNKNOWN, "elements must be of the namespace " + FHIR);
        }
        if (depth > maxDepth) {
          return at(xml, ErrorCode.BODY_TOO_DEEP, "the XML is nested deeper than " + maxDepth);
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        narrative = Math.max(0, narrative - 1);
      } else if (narrative == 0 && isText(event) && !xml.isWhiteSpace()) {
        return at(xml, ErrorCode.ELEMENT_SHAPE, "text between elements; values are attributes");
      }
    }
    return Optional.empty();
  }

  private static boolean isText(int event) {
    return event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA;
  }

  private static Optional<BodyFault> at(XMLStreamReader xml, ErrorCode code, String text) {
    return Optional.of(
        new BodyFault(
            code,
            "line %d, column %d"
                .formatted(xml.getLocation().getLineNumber(), xml.getLocation().getColumnNumber()),
            text));
  }
}

package health.salus.storage.body;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.Bundle.BundleEntryResponseComponent;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;

/** Writes a bundle that the server made itself, its resources from their stored texts. */
final class BundleWriter {
  private final BodyWriter bodies;

  BundleWriter(BodyWriter bodies) {
    this.bodies = bodies;
  }

  void write(Bundle bundle, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("resourceType", "Bundle");
    if (bundle.hasId()) {
      json.writeStringField("id", bundle.getIdElement().getIdPart());
    }
    if (bundle.getMeta().hasLastUpdated()) {
      json.writeObjectFieldStart("meta");
      json.writeStringField(
          "lastUpdated", bundle.getMeta().getLastUpdatedElement().getValueAsString());
      json.writeEndObject();
    }
    json.writeStringField("type", bundle.getType().toCode());
    if (bundle.hasTimestamp()) {
      json.writeStringField("timestamp", bundle.getTimestampElement().getValueAsString());
    }
    if (bundle.hasTotal()) {
      json.writeNumberField("total", bundle.getTotal());
    }
    if (bundle.hasLink()) {
      json.writeArrayFieldStart("link");
      for (BundleLinkComponent link : bundle.getLink()) {
        json.writeStartObject();
        json.writeStringField("relation", link.getRelation());
        json.writeStringField("url", link.getUrl());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (bundle.hasEntry()) {
      json.writeArrayFieldStart("entry");
      for (BundleEntryComponent entry : bundle.getEntry()) {
        entry(entry, json);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private void entry(BundleEntryComponent entry, JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (entry.hasFullUrl()) {
      json.writeStringField("fullUrl", entry.getFullUrl());
    }
    if (entry.hasResource()) {
      json.writeFieldName("resource");
      bodies.write(entry.getResource(), json);
    }
    if (entry.hasSearch()) {
      json.writeObjectFieldStart("search");
      if (entry.getSearch().hasMode()) {
        json.writeStringField("mode", entry.getSearch().getMode().toCode());
      }
      if (entry.getSearch().hasScore()) {
        json.writeNumberField("score", entry.getSearch().getScore());
      }
      json.writeEndObject();
    }
    if (entry.hasRequest()) {
      json.writeObjectFieldStart("request");
      if (entry.getRequest().hasMethod()) {
        json.writeStringField("method", entry.getRequest().getMethod().toCode());
      }
      if (entry.getRequest().hasUrl()) {
        json.writeStringField("url", entry.getRequest().getUrl());
      }
      json.writeEndObject();
    }
    if (entry.hasResponse()) {
      response(entry.getResponse(), json);
    }
    json.writeEndObject();
  }

  private void response(BundleEntryResponseComponent response, JsonGenerator json)
      throws IOException {
    json.writeObjectFieldStart("response");
    if (response.hasStatus()) {
      json.writeStringField("status", response.getStatus());
    }
    if (response.hasLocation()) {
      json.writeStringField("location", response.getLocation());
    }
    if (response.hasEtag()) {
      json.writeStringField("etag", response.getEtag());
    }
    if (response.hasLastModified()) {
      json.writeStringField("lastModified", response.getLastModifiedElement().getValueAsString());
    }
    if (response.hasOutcome()) {
      json.writeFieldName("outcome");
      bodies.write(response.getOutcome(), json);
    }
    json.writeEndObject();
  }
}

package health.salus.server.part;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.rest.api.server.RequestDetails;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.interceptors.auth.AccessRules;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.auth.Grant;
import health.salus.interceptors.auth.ScopeRules;
import health.salus.interceptors.auth.Visibility;
import health.salus.interceptors.masking.MaskKey;
import health.salus.interceptors.masking.MaskedParameters;
import health.salus.interceptors.masking.MaskedView;
import health.salus.interceptors.masking.MaskingPolicy;
import health.salus.interceptors.rules.ResourceMatch;
import health.salus.server.caller.PatientsOfUserAsSystem;
import health.salus.server.caller.StoredVisibility;
import health.salus.server.caller.TokenCallers;
import health.salus.server.config.MaskingFile;
import health.salus.server.config.ServerConfig;
import health.salus.server.consent.Disclosures;
import health.salus.server.label.LabelRulesFile;
import health.salus.smart.token.AccessToken;
import health.salus.storage.index.ExtractedCodes;
import health.salus.terminology.label.LabelRules;
import java.time.Clock;

/** The second part: who may do what, as rules without hooks. */
public record Policies(
    AccessRules rules,
    ResourceMatch match,
    Visibility visibility,
    ScopeRules scopes,
    MaskingPolicy masking,
    MaskedParameters maskedParameters,
    MaskedView views,
    LabelRules labels,
    Disclosures disclosures,
    PatientsOfUserAsSystem patientsOfUser) {

  /**
   * Reads the rules, and the consents that hold now.
   *
   * @throws health.salus.storage.setting.ConfigException with every fault of a file of rules
   */
  public static Policies open(ServerConfig config, Storage storage, Clock clock) {
    FhirContext fhirContext = storage.fhir().fhirContext();
    ISearchParamRegistry searchParameters = storage.fhir().bean(ISearchParamRegistry.class);
    AccessRules rules = storage.fhir().bean(AccessRules.class);
    ResourceMatch match =
        new ResourceMatch(
            rules.compartment(),
            searchParameters,
            new ExtractedCodes(storage.fhir().bean(ISearchParamExtractor.class)),
            storage.facts(),
            fhirContext);
    Visibility visibility = new StoredVisibility(storage.fhir().daos(), match, storage.facts());
    MaskingPolicy masking = MaskingFile.read(config.masking(), fhirContext);
    LabelRules labels = LabelRulesFile.read(config.labels(), storage.fhir());
    storage.factsRebuild().run();
    Disclosures disclosures =
        new Disclosures(config.consent(), storage.dataSource(), storage.fhir().daos(), clock);
    disclosures.prepare();
    return new Policies(
        rules,
        match,
        visibility,
        new ScopeRules(rules, visibility),
        masking,
        new MaskedParameters(fhirContext, searchParameters),
        new MaskedView(fhirContext, new MaskKey(storage.folder().secret("masking")), clock),
        labels,
        disclosures,
        new PatientsOfUserAsSystem(storage.fhir().daos(), clock));
  }

  /** Whether some date is masked for the caller of a request. */
  boolean someDateIsMasked(RequestDetails request) {
    return maskedParameters.someDateReveals(masking.of(Callers.of(request)), Grant.ANY_TYPE);
  }

  /** The caller behind an access token. */
  Caller caller(AccessToken token) {
    return new TokenCallers(patientsOfUser, disclosures).of(token);
  }
}

package health.salus.server.part;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.searchparam.extractor.ISearchParamExtractor;
import ca.uhn.fhir.rest.openapi.OpenApiInterceptor;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.body.BodyGuard;
import health.salus.interceptors.error.ErrorMapper;
import health.salus.interceptors.masking.MaskedAnswers;
import health.salus.interceptors.masking.MaskedPatch;
import health.salus.interceptors.masking.MaskedResults;
import health.salus.interceptors.masking.MaskedSearches;
import health.salus.interceptors.masking.MaskedWrites;
import health.salus.interceptors.masking.PutBack;
import health.salus.interceptors.media.MediaTypes;
import health.salus.interceptors.operation.ConflictRetry;
import health.salus.interceptors.operation.OperationAllowList;
import health.salus.interceptors.operation.SystemInteractions;
import health.salus.interceptors.paging.EverythingPages;
import health.salus.interceptors.paging.PageLinkCipher;
import health.salus.interceptors.paging.PageLinks;
import health.salus.interceptors.rules.EntryRules;
import health.salus.interceptors.rules.RedisclosureNotice;
import health.salus.interceptors.rules.ResultRules;
import health.salus.interceptors.rules.WriteRules;
import health.salus.interceptors.search.SearchGuard;
import health.salus.interceptors.search.StablePages;
import health.salus.interceptors.search.SummaryText;
import health.salus.interceptors.transaction.EntryRequests;
import health.salus.interceptors.transaction.EntryResponses;
import health.salus.server.config.ServerConfig;
import health.salus.server.consent.ConsentLog;
import health.salus.server.consent.OfficeRules;
import health.salus.server.fhir.ConditionalQueue;
import health.salus.server.fhir.SmartSecurity;
import health.salus.server.http.ServerAddress;
import health.salus.server.label.Labelling;
import health.salus.storage.body.BodiesOfResources;
import health.salus.storage.body.SentBodies;
import health.salus.storage.body.StoredBodyResponse;
import health.salus.storage.everything.Everything;
import health.salus.storage.forget.ForgottenReads;
import health.salus.storage.hapi.AccessFacts;
import health.salus.storage.hapi.EntryGate;
import health.salus.storage.narrowing.FilterPaths;
import health.salus.storage.narrowing.SearchHops;
import health.salus.storage.narrowing.SearchNarrowing;
import health.salus.storage.sealing.LostBodies;
import health.salus.terminology.operation.EqualCodes;
import health.salus.terminology.operation.RegexFilterGuard;
import health.salus.terminology.operation.StoredValueSets;
import java.util.List;
import java.util.Set;

/**
 * The third part: every hook, in the order in which the hooks of one pointcut run.
 *
 * @param storageHooks hold for bundles, operations and the server's own code too
 * @param serverHooks hold for requests over HTTP
 */
public record Gates(List<Object> storageHooks, List<Object> serverHooks, PageLinkCipher pageLinks) {

  /** Closes the gates: from here on, the storage decides by the policies. */
  public static Gates open(
      ServerConfig config, Storage storage, Policies policies, ServerAddress address) {
    PageLinkCipher pageLinks = new PageLinkCipher(storage.folder().secret("page-links"));
    List<Object> storageHooks = storageHooks(config, storage, policies);
    storageHooks.forEach(storage.fhir().interceptors()::registerInterceptor);
    storage.fhir().bean(EntryGate.class).decideBy(new EntryRules(policies.scopes())::check);
    return new Gates(
        storageHooks, serverHooks(config, storage, policies, address, pageLinks), pageLinks);
  }

  private static List<Object> storageHooks(
      ServerConfig config, Storage storage, Policies policies) {
    FhirContext fhirContext = storage.fhir().fhirContext();
    ISearchParamRegistry searchParameters = storage.fhir().bean(ISearchParamRegistry.class);
    return List.of(
        new ConflictRetry(),
        new MaskedSearches( // refuses, before anything is narrowed
            policies.masking(), policies.maskedParameters(), searchParameters, FilterPaths::of),
        new SearchHops(policies.rules(), searchParameters), // refuses what cannot be narrowed
        new SearchNarrowing(policies.rules()),
        new StablePages(), // each search gets a total order
        new StoredValueSets(), // a patch may make one that filters by a regular expression
        new ResultRules(policies.rules(), policies.match(), fhirContext),
        new LostBodies(), // after what hides whole resources
        new WriteRules(
            policies.rules(),
            policies.match(),
            policies.visibility(),
            storage.fhir().bean(ISearchParamExtractor.class),
            fhirContext),
        OfficeRules.of(config.consent()),
        new RedisclosureNotice(), // on copies that may be masked next
        new MaskedResults(policies.masking(), policies.views()), // after what hides whole resources
        new MaskedWrites(
            policies.masking(),
            new PutBack(fhirContext, policies.views()),
            new MaskedPatch(fhirContext),
            new BodiesOfResources(),
            fhirContext),
        new Labelling(policies.labels()), // sees what will be stored
        AccessFacts.writer(storage.fhir(), ConsentLog.followers())); // last: knows what was stored
  }

  private static List<Object> serverHooks(
      ServerConfig config,
      Storage storage,
      Policies policies,
      ServerAddress address,
      PageLinkCipher pageLinks) {
    FhirContext fhirContext = storage.fhir().fhirContext();
    return List.of(
        new ForgottenReads( // its refusal is more exact than the next one's
            storage.dataSource(), config.encryption().forgotten(), fhirContext),
        new ErrorMapper(), // every refusal below gets its code here
        new MediaTypes(), // formats, before anything is read
        new OperationAllowList(
            Set.copyOf(config.fhir().operations()),
            Set.of(Everything.OF_HAPI)), // what is off is unbound
        policies.scopes(), // who may do what, before anything is looked at
        new SearchGuard(storage.fhir().bean(ISearchParamRegistry.class)), // before any SQL is made
        new BodyGuard(fhirContext, config.fhir().maxJsonDepth()), // before parsing
        new SummaryText(), // HAPI's meaning of a parameter becomes FHIR's
        new EverythingPages(), // likewise
        new SmartSecurity(address.root()), // the CapabilityStatement says where tokens are
        new SystemInteractions(), // the CapabilityStatement lists batch and search
        new EntryRequests(
            config.fhir().maxTransactionEntries()), // bundles, parsed, not yet handled
        new RegexFilterGuard(), // parsed, not yet handled
        new OpenApiInterceptor(), // the page that shows what is left
        new ConditionalQueue(), // the same condition, one request at a time
        new SentBodies(), // each resource gets the JSON it came from
        new EntryResponses(), // answers of bundle entries get their ETag and codes
        new EqualCodes(), // a code is equivalent to itself
        new MaskedAnswers(policies.masking(), policies.views()), // answers to writes and operations
        new PageLinks(pageLinks, Callers::name), // on the way out, before the answer is written
        new StoredBodyResponse(fhirContext)); // last: writes the answer
  }
}

package health.salus.server.storage;

import ca.uhn.fhir.batch2.api.IJobCoordinator;
import ca.uhn.fhir.batch2.api.IJobPartitionProvider;
import ca.uhn.fhir.batch2.jobs.reindex.ReindexJobParameters;
import ca.uhn.fhir.batch2.jobs.reindex.ReindexUtils;
import ca.uhn.fhir.batch2.model.JobInstanceStartRequest;
import ca.uhn.fhir.rest.api.server.SystemRequestDetails;
import java.util.List;

/** Has HAPI make the search index of all resources anew, in the background. */
public final class IndexRenewal implements Runnable {
  private final IJobCoordinator jobs;
  private final IJobPartitionProvider partitions;

  /** Of this storage. */
  public IndexRenewal(FhirStorage storage) {
    this.jobs = storage.bean(IJobCoordinator.class);
    this.partitions = storage.bean(IJobPartitionProvider.class);
  }

  @Override
  public void run() {
    SystemRequestDetails request = new SystemRequestDetails();
    ReindexJobParameters parameters = new ReindexJobParameters();
    partitions.getPartitionedUrls(request, List.of()).forEach(parameters::addPartitionedUrl);
    JobInstanceStartRequest start = new JobInstanceStartRequest();
    start.setJobDefinitionId(ReindexUtils.JOB_REINDEX);
    start.setParameters(parameters);
    jobs.startInstance(request, start);
  }
}

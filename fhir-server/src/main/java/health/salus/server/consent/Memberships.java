package health.salus.server.consent;

import health.salus.storage.facts.FactsWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.CareTeam;
import org.hl7.fhir.r4.model.CareTeam.CareTeamParticipantComponent;
import org.hl7.fhir.r4.model.CareTeam.CareTeamStatus;
import org.hl7.fhir.r4.model.Group;
import org.hl7.fhir.r4.model.IdType;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.PractitionerRole;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Maintains the memberships that a consent may name: an organization by PractitionerRole, a care
 * team by its participants, a group by its members. Inactive entries make no one a member.
 */
public final class Memberships implements FactsWriter.Follower {
  /** One person in one body, for a time. */
  private record Membership(String source, String actor, Reference member, Period period) {}

  @Override
  public void follow(Connection connection, List<Resource> written, List<String> deleted)
      throws SQLException {
    List<String> sources =
        new ArrayList<>(deleted.stream().filter(Memberships::mayHaveMembers).toList());
    List<Membership> found = new ArrayList<>();
    for (Resource resource : written) {
      String address = resource.fhirType() + "/" + resource.getIdElement().getIdPart();
      if (mayHaveMembers(address)) {
        sources.add(address);
        found.addAll(of(resource, address));
      }
    }
    if (!sources.isEmpty()) {
      forget(connection, sources);
      put(connection, found);
    }
  }

  private static boolean mayHaveMembers(String address) {
    return address.startsWith("CareTeam/")
        || address.startsWith("Group/")
        || address.startsWith("PractitionerRole/");
  }

  private static List<Membership> of(Resource resource, String address) {
    if (resource instanceof PractitionerRole role) {
      boolean active = !role.hasActive() || role.getActive();
      IdType organization = new IdType(role.getOrganization().getReference());
      return active && organization.hasIdPart()
          ? List.of(
              new Membership(
                  address,
                  "Organization/" + organization.getIdPart(),
                  role.getPractitioner(),
                  role.getPeriod()))
          : List.of();
    }
    if (resource instanceof CareTeam team) {
      boolean active = !team.hasStatus() || team.getStatus() == CareTeamStatus.ACTIVE;
      return active
          ? team.getParticipant().stream()
              .map(one -> new Membership(address, address, one.getMember(), period(one, team)))
              .toList()
          : List.of();
    }
    Group group = (Group) resource;
    boolean active = !group.hasActive() || group.getActive();
    return active
        ? group.getMember().stream()
            .filter(member -> !member.getInactive())
            .map(one -> new Membership(address, address, one.getEntity(), one.getPeriod()))
            .toList()
        : List.of();
  }

  private static Period period(CareTeamParticipantComponent participant, CareTeam team) {
    return participant.hasPeriod() ? participant.getPeriod() : team.getPeriod();
  }

  private static void forget(Connection connection, List<String> sources) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("DELETE FROM salus.membership WHERE source = ANY (?)")) {
      delete.setArray(1, connection.createArrayOf("text", sources.toArray()));
      delete.executeUpdate();
    }
  }

  private static void put(Connection connection, List<Membership> found) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO salus.membership (source, actor, member, begins, ends)
            VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """)) {
      for (Membership membership : found) {
        IdType member = new IdType(membership.member().getReference());
        if (member.hasResourceType() && member.hasIdPart()) {
          Period period = membership.period();
          insert.setString(1, membership.source());
          insert.setString(2, membership.actor());
          insert.setString(3, member.getResourceType() + "/" + member.getIdPart());
          insert.setObject(4, moment(period.hasStart() ? period.getStart().toInstant() : null));
          insert.setObject(5, moment(period.hasEnd() ? period.getEnd().toInstant() : null));
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static @Nullable OffsetDateTime moment(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }
}

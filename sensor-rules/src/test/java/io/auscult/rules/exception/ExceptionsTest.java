package io.auscult.rules.exception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Level;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.Network;
import io.auscult.rules.EventScript;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExceptionsTest {
    private static final String LAB = "10.20.0.9";
    private static final String SERVER = "10.20.2.10";

    /** An exception as a person writes it, part by part. */
    private static final class Draft {
        private List<String> rules = List.of("scan.port_scan");
        private List<Network> sources = List.of(Network.parse(LAB));
        private List<Role> roles = List.of();
        private List<Network> targets = List.of();
        private List<PortRange> ports = List.of();
        private List<TimeWindow> times = List.of();
        private Level upTo = Level.CRITICAL;
        private String expires = "2030-01-01";
        private boolean dryRun;

        Exemption made() {
            return new Exemption(
                    rules,
                    sources,
                    roles,
                    targets,
                    ports,
                    times,
                    upTo,
                    "licence check",
                    "ICT",
                    LocalDate.parse(expires),
                    dryRun);
        }
    }

    /** A port scan of the server by the laboratory's machine, from ten ports. */
    private static EventScript scan(Draft draft) {
        return scan(Roles.NONE, draft.made());
    }

    private static EventScript scan(Roles roles, Exemption... exemptions) {
        EventScript script = new EventScript(roles, List.of(exemptions));
        script.from(LAB);
        for (int port = 1; port <= 10; port++) {
            script.syn(SERVER, port).refused();
        }
        return script.end();
    }

    @Test
    void shouldHoldBackWhatFitsAndListItWithItsReason() {
        EventScript script = scan(new Draft());

        assertThat(script.alerts).isEmpty();
        assertThat(script.incidents.list()).isEmpty();
        assertThat(script.counters.get(Counter.ALERTS_SUPPRESSED)).isPositive();
        assertThat(script.exceptions.list()).hasSize(1);
        HeldBack line = script.exceptions.list().getFirst();
        assertThat(line.reason()).isEqualTo("licence check");
        assertThat(line.count()).isEqualTo(script.counters.get(Counter.ALERTS_SUPPRESSED));
        assertThat(line.isDryRun()).isFalse();
    }

    @Test
    void shouldTellWhatDiffersInOnePart() {
        Draft source = new Draft();
        source.sources = List.of(Network.parse("10.20.0.0/29"));
        assertThat(scan(source).alerts).isNotEmpty();
        Draft rule = new Draft();
        rule.rules = List.of("scan.address_sweep");
        assertThat(scan(rule).alerts).isNotEmpty();
        Draft target = new Draft();
        target.targets = List.of(Network.parse("10.20.3.0/24"));
        assertThat(scan(target).alerts).isNotEmpty();
        Draft ports = new Draft();
        ports.ports = List.of(PortRange.parse("1-2"));
        assertThat(scan(ports).alerts).isNotEmpty();
        Draft level = new Draft();
        level.upTo = Level.INFORMATIONAL;
        assertThat(scan(level).alerts).isNotEmpty();
    }

    @Test
    void shouldHoldBackWhenEveryNamedPartFits() {
        Draft draft = new Draft();
        draft.rules = List.of("scan");
        draft.targets = List.of(Network.parse("10.20.2.0/24"));
        draft.ports = List.of(PortRange.parse("1-5"), PortRange.parse("6-1024"));
        draft.times = List.of(TimeWindow.parse("00:00-24:00 UTC"));
        assertThat(scan(draft).alerts).isEmpty();
    }

    @Test
    void shouldOnlyHoldWithinItsTime() {
        // The script begins on 2023-11-14, a Tuesday, at 22:13 UTC.
        Draft night = new Draft();
        night.times = List.of(TimeWindow.parse("Tue 23:00-06:00 Europe/Brussels"));
        assertThat(scan(night).alerts).isEmpty();
        Draft day = new Draft();
        day.times = List.of(TimeWindow.parse("Tue 08:00-22:00 Europe/Brussels"));
        assertThat(scan(day).alerts).isNotEmpty();
    }

    @Test
    void shouldNotHoldBackByAPortWhenTheAlertNamesASampleOnly() {
        Draft draft = new Draft();
        draft.ports = List.of(PortRange.parse("1-1024"));
        EventScript script = new EventScript(Roles.NONE, List.of(draft.made()));
        script.from(LAB);
        for (int port = 1; port <= 200; port++) {
            script.syn(SERVER, port).refused();
        }
        script.end();
        assertThat(script.alerts).isNotEmpty().allMatch(alert -> alert.portCount() > 16);
    }

    @Test
    void shouldSayThatItExpiredAndHoldNothingBack() {
        Draft draft = new Draft();
        draft.expires = "2023-11-13";
        EventScript script = scan(draft);
        assertThat(script.alerts)
                .isNotEmpty()
                .allMatch(alert -> alert.evidence().get("exception_expired").contains("2023-11-13: licence check"));
        assertThat(script.exceptions.list()).isEmpty();
        draft.expires = "2023-11-14";
        assertThat(scan(draft).alerts).as("its last day").isEmpty();
    }

    @Test
    void shouldOnlyCountInADryRun() {
        Draft draft = new Draft();
        draft.dryRun = true;
        EventScript script = scan(draft);
        assertThat(script.alerts)
                .isNotEmpty()
                .allMatch(alert -> alert.evidence().containsKey("exception_dry_run"));
        assertThat(script.counters.get(Counter.ALERTS_SUPPRESSED)).isZero();
        assertThat(script.exceptions.list().getFirst().isDryRun()).isTrue();
        assertThat(script.exceptions.list().getFirst().count()).isEqualTo(script.alerts.size());
    }

    @Test
    void shouldKnowTheSourceByItsRole() {
        Draft draft = new Draft();
        draft.sources = List.of();
        draft.roles = List.of(Role.MONITORING);
        Roles known = new Roles(List.of(new RoleGrant(
                Role.MONITORING, List.of(Network.parse(LAB)), "asks all", "ICT", LocalDate.parse("2030-01-01"), true)));
        assertThat(scan(known, draft.made()).alerts).isEmpty();
        assertThat(scan(Roles.NONE, draft.made()).alerts).isNotEmpty();
    }

    @Test
    void shouldRefuseWhatIsNotNarrow() {
        Draft anybody = new Draft();
        anybody.sources = List.of();
        assertThatThrownBy(anybody::made).hasMessageContaining("expected: source, role or target");
        Draft anything = new Draft();
        anything.rules = List.of();
        assertThatThrownBy(anything::made).hasMessageStartingWith("rules: none");
        assertThatThrownBy(() -> PortRange.parse("80-79")).hasMessageStartingWith("port: 80-79");
        assertThatThrownBy(() -> PortRange.parse("65536")).hasMessageStartingWith("port: 65536");
    }
}

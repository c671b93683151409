package io.auscult.rules.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.Network;
import io.auscult.core.protocol.smb.SmbEvents;
import io.auscult.rules.Detectors;
import io.auscult.rules.EventScript;
import io.auscult.rules.exception.HeldBack;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RolesTest {
    private static final String SCANNER = "10.20.0.9";

    @Test
    void shouldHoldBackWhatADeclaredScannerDoesAndCountIt() {
        EventScript script = new EventScript(roles(Role.SCANNER, "2030-01-01"));
        scan(script);

        assertThat(script.alerts).isEmpty();
        assertThat(script.counters.get(Counter.ALERTS_SUPPRESSED)).isGreaterThanOrEqualTo(3);
        assertThat(script.exceptions.list()).hasSize(1);
        HeldBack line = script.exceptions.list().getFirst();
        assertThat(line.grant().reason()).isEqualTo("weekly scan");
        assertThat(line.last().portCount()).isEqualTo(200);
    }

    @Test
    void shouldTellAgainWhenTheRoleExpiredAndSaySo() {
        EventScript script = new EventScript(roles(Role.SCANNER, "2023-11-01"));
        scan(script);

        assertThat(script.alerts)
                .isNotEmpty()
                .allMatch(alert -> alert.evidence().get("role_expired").contains("2023-11-01"));
        assertThat(script.exceptions.list()).isEmpty();
    }

    @Test
    void shouldNotExcusePortScansOfAMonitoringSystem() {
        EventScript script = new EventScript(roles(Role.MONITORING, "2030-01-01"));
        scan(script);

        assertThat(script.ruleIds()).containsExactly("scan.port_scan");
    }

    @Test
    void shouldRefuseUnknownRolesByName() {
        assertThatThrownBy(() -> Role.of("wizard"))
                .hasMessageContaining("role: wizard (expected: one of scanner, monitoring, update-server");
    }

    /** Puts a program into the folder of Windows, creates a service of it and starts it, as PsExec does. */
    private static void psexec(EventScript script) {
        script.from(SCANNER)
                .says(
                        SmbEvents.FILES,
                        "10.20.2.10",
                        445,
                        "action",
                        "SMB::FILE_WRITE",
                        "share",
                        "\\\\SRV\\ADMIN$",
                        "name",
                        "tool.exe");
        script.calls("10.20.2.10", "367abb81-9844-35f1-ad32-98f038001003", 12);
        script.calls("10.20.2.10", "367abb81-9844-35f1-ad32-98f038001003", 19);
    }

    @Test
    void shouldExplainAdministrationByAJumpHost() {
        EventScript script = new EventScript(roles(Role.JUMP_HOST, "2030-01-01"));
        psexec(script);

        assertThat(script.alerts).isEmpty();

        EventScript undeclared = new EventScript();
        psexec(undeclared);
        assertThat(undeclared.ruleIds()).contains("lateral.run_from_admin_share", "lateral.remote_service_created");
    }

    @Test
    void shouldExplainNoTheftOfPasswordsByAJumpHost() {
        EventScript script = new EventScript(roles(Role.JUMP_HOST, "2030-01-01"));
        script.from(SCANNER).calls("10.20.2.10", "338cd001-2244-31f1-aaaa-900038001003", 20);

        assertThat(script.ruleIds()).containsExactly("identity.registry_hive_saved");
    }

    @Test
    void shouldExplainRulesThatThereAre() {
        Set<String> known = new Detectors().rules().stream().map(Rule::id).collect(Collectors.toSet());

        assertThat(Explained.BY_TABLE.rules()).allSatisfy((role, rules) -> {
            assertThat(Role.of(role)).isNotNull();
            assertThat(known).containsAll(rules);
        });
    }

    private static Roles roles(Role role, String expires) {
        return new Roles(List.of(new RoleGrant(
                role, List.of(Network.parse(SCANNER)), "weekly scan", "J. Peeters", LocalDate.parse(expires), true)));
    }

    private static void scan(EventScript script) {
        script.from(SCANNER);
        for (int port = 1; port <= 200; port++) {
            script.syn("10.20.2.10", port).refused();
        }
        script.end();
    }
}

package io.auscult.rules.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.counter.Counter;
import io.auscult.core.event.Network;
import io.auscult.rules.EventScript;
import io.auscult.rules.exception.HeldBack;
import java.time.LocalDate;
import java.util.List;
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

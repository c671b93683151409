package io.auscult.rules.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.rules.EventScript;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KnownRolesTest {
    private static final IpAddress SERVER = IpAddress.parse("10.0.0.5");
    private static final long LATER = EventScript.START + 3_600 * EventScript.SECOND;
    private static final int DAY = 86_400;

    private final EventScript script = new EventScript();

    @Test
    void shouldCallWhoAnswersThreeClientsANameServerAndSayWhy() {
        asks("10.0.1.1", 17, 53);
        asks("10.0.1.2", 17, 53);
        asks("10.0.1.2", 17, 53);
        assertThat(script.knowledge.roles().of(SERVER, LATER)).isEmpty();
        asks("10.0.1.3", 17, 53);

        LearnedRole learned = script.knowledge.roles().learned(Role.DNS_SERVER, SERVER.high(), SERVER.low(), LATER);
        assertThat(learned).isNotNull();
        assertThat(learned.evidence()).isEqualTo("serves DNS to 3 hosts");
        assertThat(learned.sinceNs()).isEqualTo(EventScript.START);
        assertThat(KnownAlerts.sentence(learned)).contains("dns-server", "since 2023-11-14", "declare it");
    }

    @Test
    void shouldLearnNothingFromQuestionsWithoutAnAnswer() {
        for (int i = 1; i <= 5; i++) {
            script.from("10.0.1." + i).probe(6, 445, SERVER.toString()).ends("ShADad", 500, 0);
        }
        assertThat(script.knowledge.roles().all(LATER)).isEmpty();
    }

    @Test
    void shouldCallWhoGivesTicketsADomainController() {
        script.from("10.0.1.1")
                .says(KrbLog.KERBEROS, SERVER.toString(), 88, "protocol", "krb", "message", "AS", "success", true);

        assertThat(script.knowledge.roles().of(SERVER, LATER)).containsExactly(Role.DOMAIN_CONTROLLER);
    }

    @Test
    void shouldTellWorkstationsFromServersAfterAnHour() {
        script.from("10.0.1.1").probe(6, 88, SERVER.toString()).ends("ShADad", 500, 900);
        IpAddress client = IpAddress.parse("10.0.1.1");

        assertThat(script.knowledge.roles().of(client, EventScript.START)).isEmpty();
        assertThat(script.knowledge.roles().of(client, LATER)).containsExactly(Role.WORKSTATION);

        for (int i = 2; i <= 6; i++) {
            script.from("10.0.1." + i).probe(6, 80, "10.0.1.1").ends("ShADad", 500, 900);
        }
        assertThat(script.knowledge.roles().of(client, LATER)).containsExactly(Role.SERVER);
    }

    @Test
    void shouldCallAskingAManyDaysHabitBeforeItIsMonitoring() {
        polls();
        assertThat(monitoring(0)).isFalse();
        script.after(DAY);
        polls();

        assertThat(monitoring(DAY)).isTrue();
    }

    @Test
    void shouldKnowAJumpHostByBothItsSides() {
        for (int day = 0; day < 2; day++) {
            for (int i = 1; i <= 3; i++) {
                script.from("10.0.1." + i).probe(6, 22, SERVER.toString()).ends("ShADad", 5_000, 9_000);
                script.from(SERVER.high(), SERVER.low())
                        .probe(6, 22, "10.0.2." + i)
                        .ends("ShADad", 5_000, 9_000);
            }
            script.after(DAY);
        }
        LearnedRole learned = script.knowledge.roles().learned(Role.JUMP_HOST, SERVER.high(), SERVER.low(), LATER);

        assertThat(learned).isNotNull();
        assertThat(learned.evidence()).contains("serves SSH to 3 hosts", "asks for SSH of 3 hosts");
    }

    @Test
    void shouldBelieveAPersonMoreThanTheTraffic() {
        EventScript corrected = new EventScript(new Roles(
                List.of(grant(Role.DNS_SERVER, "2024-12-31", false), grant(Role.MAIL_SERVER, "2024-12-31", true))));
        for (int i = 1; i <= 3; i++) {
            corrected.from("10.0.1." + i).udp(SERVER.toString(), 53).ends("Dd", 50, 90);
        }

        assertThat(corrected.knowledge.roles().of(SERVER, LATER)).isEqualTo(Set.of(Role.MAIL_SERVER));
        assertThat(corrected.knowledge.roles().learned(Role.DNS_SERVER, SERVER.high(), SERVER.low(), LATER))
                .isNull();
        KnownHost host = corrected.knowledge.roles().all(LATER).getFirst();
        assertThat(host.declared()).hasSize(2);
        assertThat(host.declared().getLast().author()).isEqualTo("J. Peeters");
    }

    @Test
    void shouldBelieveTheTrafficAgainWhenADenialHasExpired() {
        EventScript expired = new EventScript(new Roles(List.of(grant(Role.DNS_SERVER, "2023-01-01", false))));
        for (int i = 1; i <= 3; i++) {
            expired.from("10.0.1." + i).udp(SERVER.toString(), 53).ends("Dd", 50, 90);
        }

        assertThat(expired.knowledge.roles().of(SERVER, LATER)).containsExactly(Role.DNS_SERVER);
    }

    @Test
    void shouldTellWhatALearnedRoleWouldExplainAllTheSameButLessSure() {
        EventScript plain = new EventScript();
        sweep(plain);
        polls();
        script.after(DAY);
        polls();
        script.after(60);
        sweep(script);

        assertThat(script.ruleIds()).isEqualTo(plain.ruleIds());
        Alert sure = plain.alerts.getFirst();
        Alert unsure = script.alerts.getFirst();
        assertThat(unsure.level()).isEqualTo(sure.level());
        assertThat(unsure.confidence())
                .isEqualTo(Confidence.values()[sure.confidence().ordinal() - 1]);
        assertThat(unsure.evidence().get(KnownAlerts.LOOKS_LIKE))
                .startsWith("monitoring: it asks for SNMP of 5 hosts, since 2023-11-14")
                .contains("declare it");
    }

    @Test
    void shouldSayThatAHostLooksLikeAScannerWhenItScannedOnSeveralDays() {
        for (int day = 1; day <= 4; day++) {
            script.alerts.clear();
            sweep(script);
            assertThat(script.alerts).isNotEmpty();
            boolean isKnown = script.alerts.getFirst().evidence().containsKey(KnownAlerts.LOOKS_LIKE);
            if (day == 1 || day == 4) {
                assertThat(isKnown).as("day %d", day).isEqualTo(day == 4);
            }
            script.after(DAY);
        }
    }

    private void asks(String client, int proto, int port) {
        script.from(client).probe(proto, port, SERVER.toString()).ends("Dd", 50, 90);
    }

    private void polls() {
        script.from("10.0.9.9");
        for (int i = 1; i <= 5; i++) {
            script.udp("10.0.2." + i, 161).ends("Dd", 50, 90);
        }
    }

    private static void sweep(EventScript script) {
        script.from("10.0.9.9");
        for (int i = 1; i <= 200; i++) {
            script.syn("10.0.3." + i, 22).refused();
        }
    }

    private boolean monitoring(int second) {
        IpAddress host = IpAddress.parse("10.0.9.9");
        long nowNs = EventScript.START + second * EventScript.SECOND;
        return script.knowledge.roles().has(Role.MONITORING, host.high(), host.low(), nowNs);
    }

    private static RoleGrant grant(Role role, String expires, boolean holds) {
        return new RoleGrant(
                role,
                List.of(Network.parse(SERVER.toString())),
                "it was looked at",
                "J. Peeters",
                LocalDate.parse(expires),
                holds);
    }
}

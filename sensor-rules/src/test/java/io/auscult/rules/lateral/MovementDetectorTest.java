package io.auscult.rules.lateral;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Technique;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.ssh.SshParser;
import io.auscult.core.protocol.ssl.SslParser;
import io.auscult.rules.EventScript;
import io.auscult.rules.knowledge.KnownAlerts;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovementDetectorTest {
    private static final String A = "10.0.1.1";
    private static final String B = "10.0.2.2";
    private static final String C = "10.0.3.3";
    private static final String D = "10.0.4.4";

    /** A remote procedure call that creates a service. */
    private static final String SVCCTL = "367abb81-9844-35f1-ad32-98f038001003";

    private static final int CREATE_SERVICE = 12;

    @Test
    void shouldTellAnUnknownPairInARecordingAsLowAndSayThatNothingWasLearned() {
        EventScript script = new EventScript();
        script.from(A);
        rdp(script, B, "jdoe", "unknown");

        assertThat(script.ruleIds()).containsExactly("lateral.new_admin_pair");
        Alert alert = script.alerts.getFirst();
        assertThat(alert.level()).isEqualTo(Level.LOW);
        assertThat(alert.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(alert.rule().techniques()).extracting(Technique::id).containsExactly("T1021.001");
        assertThat(alert.actor().user()).isEqualTo("jdoe");
        assertThat(alert.evidence().get("learned")).startsWith("nothing yet");
    }

    @Test
    void shouldTellAPairOnceAndManyServersOfOneClientByTheirNumber() {
        EventScript script = new EventScript();
        script.from(A);
        for (int i = 1; i <= 30; i++) {
            ssh(script, "10.0.5." + i, true);
            ssh(script, "10.0.5." + i, true);
        }
        assertThat(script.alerts).extracting(Alert::targetCount).containsExactly(1L, 10L);
    }

    @Test
    void shouldNotTellFloodsOfFirstMeetingsWhenNothingIsLearned() {
        EventScript script = new EventScript();
        for (int i = 0; i < 200; i++) {
            script.from("10.0.6." + i);
            ssh(script, B, true);
        }
        assertThat(script.alerts).hasSize(NewPairs.UNLEARNED);
    }

    @Test
    void shouldLearnInSilenceAndTellWhatIsNewAfterwards() {
        EventScript script = new EventScript(Roles.NONE, true);
        script.from(A);
        ssh(script, B, true);
        assertThat(script.alerts).isEmpty();
        learn(script);

        ssh(script, B, true);
        assertThat(script.alerts).as("it is known").isEmpty();
        rdp(script, B, "jdoe", "success");
        assertThat(script.alerts).as("by another protocol it is not").hasSize(1);
        script.from(C);
        ssh(script, B, true);

        assertThat(script.alerts).hasSize(2);
        Alert alert = script.alerts.getLast();
        assertThat(alert.level()).isEqualTo(Level.MEDIUM);
        assertThat(alert.rule().techniques()).extracting(Technique::id).containsExactly("T1021.004");
        assertThat(alert.evidence().get("learned")).contains("since learning began");
    }

    @Test
    void shouldThinkLessOfAFurtherServerOfAnAdministrator() {
        EventScript script = new EventScript(Roles.NONE, true);
        for (int day = 0; day < 3; day++) {
            for (int i = 1; i <= 3; i++) {
                script.from(A);
                ssh(script, "10.0.5." + i, true).ends("ShADad", 5_000, 9_000);
            }
            script.after(3_000);
            hours(script, 24);
        }
        learn(script);
        script.from(A);
        ssh(script, B, true);

        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().level()).isEqualTo(Level.LOW);
        assertThat(script.alerts.getFirst().evidence().get("habit")).contains("SSH on 3 hosts");
    }

    @Test
    void shouldHoldBackTheFirstMeetingsOfDeclaredMonitoring() {
        EventScript script = new EventScript(declared(Role.MONITORING, A));
        script.from(A);
        ssh(script, B, true);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldSayNothingOfBannersAndOfHostsOutside() {
        EventScript script = new EventScript();
        script.from(A);
        script.connect(B, 22).answered().ssh("SSH-2.0-x");
        script.ends("ShADadFf", 30, 40);
        ssh(script, "203.0.113.5", true);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldJudgeAConnectionOfWhichTheBeginningIsMissing() {
        EventScript script = new EventScript();
        script.from(A).probe(6, 3389, B).ends("DdA", 90_000, 2_000_000);

        assertThat(script.ruleIds()).containsExactly("lateral.new_admin_pair");
        assertThat(script.alerts.getFirst().outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldTellAnAttemptThatWasRefusedAsSuch() {
        EventScript script = new EventScript();
        script.from(A);
        ssh(script, B, false).ends("ShADadFf", 3_000, 4_000);

        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void shouldFollowAPathOverThreeHosts() {
        EventScript script = new EventScript();
        script.from(A);
        ssh(script, B, true);
        script.after(20).from(B);
        ssh(script, C, true);

        Alert chain = chain(script);
        assertThat(chain.level()).isEqualTo(Level.LOW);
        assertThat(chain.actor().ip()).isEqualTo(IpAddress.parse(A));
        assertThat(chain.target().ip()).isEqualTo(IpAddress.parse(C));
        assertThat(chain.connection().origHost()).isEqualTo(IpAddress.parse(B));
        assertThat(chain.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(chain.evidence())
                .containsEntry("path", A + " -> " + B + " -> " + C)
                .containsEntry("users", "not readable")
                .containsEntry("hop_1", A + " -> " + B + " by SSH at 22:13:20 UTC: succeeded")
                .containsEntry("hop_2", B + " -> " + C + " by SSH at 22:13:40 UTC: succeeded");
    }

    @Test
    void shouldThinkMoreOfAPathOverFourHosts() {
        EventScript script = new EventScript();
        script.from(A);
        ssh(script, B, true);
        script.from(B);
        rdp(script, C, "jdoe", "unknown");
        script.from(C);
        script.says(HttpParser.HTTP, D, 5985, "uri", "/wsman", "status_code", 200);

        Alert chain = chain(script);
        assertThat(chain.level()).isEqualTo(Level.MEDIUM);
        assertThat(chain.evidence()).containsEntry("path", A + " -> " + B + " -> " + C + " -> " + D);
    }

    @Test
    void shouldCallSwitchedCredentialsAndNewReachHighOnceItHasLearned() {
        EventScript script = new EventScript(Roles.NONE, true);
        hours(script, 24 * 7 + 1);
        script.from(A);
        rdp(script, B, "HOSP\\jdoe", "success");
        script.after(60).from(B);
        executes(script, C, "administrator");

        Alert chain = chain(script);
        assertThat(chain.level()).isEqualTo(Level.HIGH);
        assertThat(chain.confidence()).isEqualTo(Confidence.HIGH);
        assertThat(chain.actor().user()).isEqualTo("HOSP\\jdoe");
        assertThat(chain.target().user()).isEqualTo("administrator");
        assertThat(chain.evidence())
                .containsEntry("users", "HOSP\\jdoe -> administrator")
                .containsEntry("credentials", "switched");
    }

    @Test
    void shouldCallTheSameMediumInARecording() {
        EventScript script = new EventScript();
        script.from(A);
        rdp(script, B, "jdoe", "success");
        script.after(60).from(B);
        executes(script, C, "administrator");

        assertThat(chain(script).level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void shouldNotMindAUserWhoHadBeenThereBefore() {
        EventScript script = new EventScript(Roles.NONE, true);
        script.from(A);
        script.says(
                IdentityUse.IDENTITY,
                C,
                445,
                "user",
                "jdoe",
                "kind",
                "person",
                "protocol",
                "smb",
                "outcome",
                "success");
        learn(script);
        script.alerts.clear();
        script.from(A);
        rdp(script, B, "jdoe@hosp.example", "success");
        script.after(60).from(B);
        rdp(script, C, "HOSP\\JDoe", "success");

        assertThat(script.ruleIds()).doesNotContain("lateral.hop_chain");
    }

    @Test
    void shouldNotMindAPathThatIsUsual() {
        EventScript script = new EventScript(Roles.NONE, true);
        for (int day = 0; day < 9; day++) {
            script.from(A);
            ssh(script, B, true);
            script.from(B);
            ssh(script, C, true);
            hours(script, 24);
        }
        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldNotFollowAPathOverADeclaredJumpHost() {
        EventScript script = new EventScript(declared(Role.JUMP_HOST, B));
        script.from(A);
        ssh(script, B, true);
        script.from(B);
        ssh(script, C, true);

        assertThat(script.ruleIds()).doesNotContain("lateral.hop_chain");
    }

    @Test
    void shouldSayThatAHostOnTheWayLooksLikeAJumpHost() {
        EventScript script = new EventScript(Roles.NONE, true);
        for (int day = 0; day < 8; day++) {
            for (int i = 1; i <= 3; i++) {
                script.from("10.0.7." + i);
                ssh(script, B, true).ends("ShADadFf", 5_000, 9_000);
                script.from(B);
                ssh(script, "10.0.8." + i, true).ends("ShADadFf", 5_000, 9_000);
            }
            hours(script, 24);
        }
        script.alerts.clear();
        script.from("10.0.7.1");
        ssh(script, B, true);
        script.from(B);
        ssh(script, C, true);

        Alert chain = chain(script);
        assertThat(chain.level()).isEqualTo(Level.LOW);
        assertThat(chain.evidence().get(KnownAlerts.LOOKS_LIKE)).startsWith("jump-host: ");
    }

    @Test
    void shouldNotJoinSessionsThatHaveNothingToDoWithEachOther() {
        EventScript late = new EventScript();
        late.from(A);
        ssh(late, B, true).ends("ShADadFf", 5_000, 9_000);
        late.after(3_600).from(B);
        ssh(late, C, true);
        assertThat(late.ruleIds()).as("an hour after it ended").doesNotContain("lateral.hop_chain");

        EventScript failed = new EventScript();
        failed.from(A);
        ssh(failed, B, false).ends("ShADadFf", 3_000, 4_000);
        failed.from(B);
        ssh(failed, C, true);
        assertThat(failed.ruleIds()).as("nobody was let in").doesNotContain("lateral.hop_chain");

        EventScript back = new EventScript();
        back.from(A);
        ssh(back, B, true);
        back.from(B);
        ssh(back, A, true);
        assertThat(back.ruleIds()).as("back to where it came from").doesNotContain("lateral.hop_chain");
    }

    @Test
    void shouldLeaveDeclaredMonitoringOutOfPaths() {
        EventScript script = new EventScript(declared(Role.MONITORING, A));
        script.from(A);
        ssh(script, B, true);
        script.from(B);
        ssh(script, C, true);

        assertThat(script.ruleIds()).doesNotContain("lateral.hop_chain");
    }

    @Test
    void shouldPreferTheSessionOfTheSameUserOfSeveral() {
        EventScript script = new EventScript();
        script.from(A);
        rdp(script, B, "jdoe", "success");
        script.after(1).from(D);
        rdp(script, B, "other", "success");
        script.after(1).from(B);
        rdp(script, C, "jdoe", "success");

        Alert chain = chain(script);
        assertThat(chain.actor().ip()).isEqualTo(IpAddress.parse(A));
        assertThat(chain.confidence()).isEqualTo(Confidence.LOW);
        assertThat(chain.evidence()).containsEntry("other_sessions", "1 more were open on " + B + " then");
    }

    @Test
    void shouldTellAProgramForRemoteSupportOnceAHost() {
        EventScript script = new EventScript();
        script.from(A);
        script.says(SslParser.SSL, "203.0.113.9", 443, "server_name", "relay-1a2b.net.AnyDesk.com");
        script.says(SslParser.SSL, "203.0.113.10", 443, "server_name", "boot.net.anydesk.com");
        script.says(SslParser.SSL, "203.0.113.11", 443, "server_name", "www.teamviewer.com");
        script.says(SslParser.SSL, "203.0.113.11", 443, "server_name", "teamviewer.com");
        script.says(SslParser.SSL, "203.0.113.11", 443, "server_name", "notanydesk.com.example.org");

        assertThat(script.ruleIds()).containsExactly("lateral.remote_support");
        Alert alert = script.alerts.getFirst();
        assertThat(alert.level()).isEqualTo(Level.LOW);
        assertThat(alert.evidence())
                .containsEntry("program", "AnyDesk")
                .containsEntry("relay", "relay-1a2b.net.AnyDesk.com");
        script.from(B).probe(6, 5938, C).ends("ShADadFf", 20_000, 90_000);
        assertThat(script.alerts.getLast().evidence()).containsEntry("program", "TeamViewer");
    }

    @Test
    void shouldKnowTheProgramsForRemoteSupportThatWereUsedWhileItLearned() {
        EventScript script = new EventScript(Roles.NONE, true);
        script.from(A);
        script.says(SslParser.SSL, "203.0.113.9", 443, "server_name", "router7.teamviewer.com");
        learn(script);
        script.says(SslParser.SSL, "203.0.113.9", 443, "server_name", "router3.teamviewer.com");
        assertThat(script.alerts).isEmpty();
        script.says(SslParser.SSL, "203.0.113.10", 443, "server_name", "boot.net.anydesk.com");

        assertThat(script.alerts).hasSize(1);
        assertThat(script.alerts.getFirst().level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void shouldFollowAPathOfProgramsThatAreWrittenToAdministrativeShares() {
        EventScript script = new EventScript();
        script.from(A).toShare(B, "\\\\10.0.2.2\\C$");
        script.after(30).from(B).toShare(C, "\\\\10.0.3.3\\ADMIN$");

        assertThat(chain(script).evidence()).containsEntry("path", A + " -> " + B + " -> " + C);
        assertThat(chain(script).rule().techniques()).extracting(Technique::id).containsExactly("T1021.002");
    }

    private static Alert chain(EventScript script) {
        assertThat(script.ruleIds()).contains("lateral.hop_chain");
        return script.alerts.stream()
                .filter(alert -> alert.rule().id().equals("lateral.hop_chain"))
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    private static EventScript ssh(EventScript script, String server, boolean isLetIn) {
        script.says(SshParser.SSH, server, 22, "client", "SSH-2.0-OpenSSH_9.2", "auth_success", isLetIn);
        return script.also(
                IdentityUse.IDENTITY,
                "protocol",
                "ssh",
                "mechanism",
                "ssh",
                "outcome",
                isLetIn ? "success" : "failure");
    }

    private static EventScript rdp(EventScript script, String server, String user, String outcome) {
        return script.says(
                IdentityUse.IDENTITY,
                server,
                3389,
                "user",
                user,
                "kind",
                "person",
                "protocol",
                "rdp",
                "mechanism",
                "nla",
                "outcome",
                outcome);
    }

    private static void executes(EventScript script, String server, String user) {
        script.says(
                IdentityUse.IDENTITY,
                server,
                445,
                "user",
                user,
                "kind",
                "person",
                "protocol",
                "smb",
                "mechanism",
                "ntlm",
                "outcome",
                "success");
        script.also(
                io.auscult.core.protocol.dcerpc.DcerpcParser.DCE_RPC,
                "uuid",
                SVCCTL,
                "opnum",
                CREATE_SERVICE,
                "outcome",
                "success");
    }

    private static void learn(EventScript script) {
        hours(script, 24 * 7 + 1);
    }

    private static void hours(EventScript script, int count) {
        for (int i = 0; i < 2 * count; i++) {
            script.after(1_800);
        }
    }

    private static Roles declared(Role role, String host) {
        return new Roles(List.of(new RoleGrant(
                role, List.of(Network.parse(host)), "it is its work", "J. Peeters", LocalDate.of(2024, 12, 31), true)));
    }
}

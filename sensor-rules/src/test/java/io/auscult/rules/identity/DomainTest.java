package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.dhcp.DhcpParser;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.core.protocol.ntlm.NtlmReader;
import io.auscult.rules.EventScript;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainTest {
    private static final String DC = "10.0.0.1";
    private static final String DRSUAPI = "e3514235-4b06-11d1-ab04-00c04fc2dcd2";
    private static final String NETLOGON = "12345678-1234-abcd-ef00-01234567cffb";
    private static final String AES = "aes256-cts-hmac-sha1-96";
    private static final String RC4 = "rc4-hmac";
    private static final EventType CALL = DcerpcParser.DCE_RPC;

    private final EventScript script = new EventScript().from("10.0.0.9");

    private Alert only(String rule) {
        List<Alert> told = script.alerts;
        assertThat(told).as("%s", script.ruleIds()).hasSize(1);
        assertThat(told.getFirst().rule().id()).isEqualTo("identity." + rule);
        return told.getFirst();
    }

    private void replicates(String target) {
        script.says(CALL, target, 49_667, "uuid", DRSUAPI, "opnum", 3, "outcome", "answered", "sealed", true);
    }

    private void zeros(int opnum, String outcome) {
        script.says(CALL, DC, 49_670, "uuid", NETLOGON, "opnum", opnum, "outcome", outcome, "null_credential", true);
    }

    private void as(String user, List<String> ciphers, String preauth, String reply) {
        script.says(
                KrbLog.KERBEROS,
                DC,
                88,
                "message",
                "AS",
                "protocol",
                "krb_tcp",
                "client",
                user + "/WARD",
                "realm",
                "WARD",
                "service",
                "krbtgt/WARD",
                "request_ciphers",
                ciphers,
                "preauth",
                List.of("PA-ENC-TIMESTAMP"),
                "preauth_cipher",
                preauth,
                "reply_cipher",
                reply,
                "cipher",
                AES,
                "success",
                true);
    }

    @Test
    void shouldTellReplicationByAStranger() {
        replicates(DC);

        assertThat(only("dcsync").level()).isEqualTo(Level.HIGH);
        assertThat(only("dcsync").outcome()).isEqualTo(Outcome.SUCCEEDED);
    }

    @Test
    void shouldTellARequestThatNobodyAnswered() {
        script.says(CALL, DC, 49_667, "uuid", DRSUAPI, "opnum", 3, "outcome", "unanswered");

        assertThat(only("dcsync").outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void shouldLetControllersReplicate() {
        script.from("10.0.0.7");
        script.says(
                KrbLog.KERBEROS, "10.0.0.2", 88, "message", "AS", "protocol", "krb", "realm", "WARD", "success", false);
        script.from("10.0.0.2");
        replicates(DC);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldDoubtAStrangerWithAPartnersTicket() {
        script.says(
                IdentityUse.IDENTITY,
                DC,
                49_667,
                "protocol",
                "dce_rpc",
                "mechanism",
                "kerberos",
                "service",
                "E3514235-4B06-11D1-AB04-00C04FC2DCD2/guid/ward",
                "outcome",
                "success");
        script.also(CALL, "uuid", DRSUAPI, "opnum", 3, "outcome", "answered");

        assertThat(only("dcsync").level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void shouldKnowReplicationByItsOrderWhenTheBeginningIsMissing() {
        script.says(CALL, DC, 49_667, "opnum", 0, "outcome", "answered", "sealed", true);
        script.also(CALL, "opnum", 16, "outcome", "answered", "sealed", true);
        script.also(CALL, "opnum", 3, "outcome", "answered", "sealed", true, "response_bytes", 4_000);

        assertThat(only("dcsync").level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void shouldBlameTheCallerOfAConnectionSeenTheWrongWayRound() {
        script.from(DC).fromPort(49_667);
        script.says(
                CALL, "10.0.0.9", 52_226, "uuid", DRSUAPI, "opnum", 5, "outcome", "answered", "named_pipe", "49667");

        assertThat(only("dcshadow").actor()).hasToString("10.0.0.9");
        assertThat(only("dcshadow").target().ip()).hasToString(DC);
    }

    @Test
    void shouldTellZerologonUntilThePasswordIsSet() {
        for (int i = 0; i < 12; i++) {
            zeros(4, "success");
            zeros(26, "failure");
        }
        zeros(26, "success");
        zeros(30, "success");

        assertThat(script.ruleIds()).containsExactly("identity.zerologon");
        assertThat(script.alerts)
                .extracting(Alert::level)
                .containsExactly(Level.HIGH, Level.HIGH, Level.CRITICAL, Level.CRITICAL);
        assertThat(script.last().evidence()).containsEntry("password_set", "yes");
    }

    @Test
    void shouldLeaveMembersOfTheDomainAlone() {
        zeros(26, "failure"); // once in 2^64 by chance
        for (int i = 0; i < 50; i++) {
            script.says(
                    CALL, DC, 49_670, "uuid", NETLOGON, "opnum", 26, "outcome", "success", "null_credential", false);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellAHashUsedForATicket() {
        as("anna", List.of(AES, RC4), AES, AES);
        as("anna", List.of(RC4), RC4, RC4);

        assertThat(only("old_encryption").level()).isEqualTo(Level.HIGH);
    }

    @Test
    void shouldLeaveSystemsOfBeforeAesAlone() {
        as("anna", List.of(AES, RC4), AES, AES);
        as("oldpacs", List.of(RC4, "rc4-hmac-exp", "des-cbc-md5"), RC4, RC4); // offers DES: Windows XP
        as("bert", List.of(AES, RC4), RC4, RC4); // a password older than the realm's AES

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellAForgedTicket() {
        as("anna", List.of(AES, RC4), AES, AES);
        script.says(
                KrbLog.KERBEROS,
                DC,
                88,
                "message",
                "TGS",
                "protocol",
                "krb_tcp",
                "realm",
                "WARD",
                "service",
                "cifs/files",
                "ticket_service",
                "krbtgt/WARD",
                "ticket_realm",
                "WARD",
                "ticket_cipher",
                RC4,
                "success",
                true);

        assertThat(only("forged_ticket").level()).isEqualTo(Level.HIGH);
    }

    @Test
    void shouldTellTicketsForManyServicesOfUsersOnly() {
        for (int i = 0; i < 30; i++) {
            service("cifs/srv" + i);
        }
        assertThat(script.alerts).isEmpty();
        for (int i = 0; i < 8; i++) {
            service("MSSQLSvc/sql" + i + ":1433");
        }

        assertThat(script.ruleIds()).containsExactly("identity.kerberoasting");
        assertThat(script.last().level()).isEqualTo(Level.MEDIUM);
    }

    private void service(String name) {
        script.says(
                KrbLog.KERBEROS,
                DC,
                88,
                "message",
                "TGS",
                "protocol",
                "krb_tcp",
                "realm",
                "WARD",
                "service",
                name,
                "cipher",
                AES,
                "request_ciphers",
                List.of(AES, RC4),
                "success",
                true);
        script.also(
                IdentityUse.IDENTITY,
                "protocol",
                "krb_tcp",
                "mechanism",
                "kerberos",
                "user",
                "anna",
                "service",
                name,
                "outcome",
                "success");
    }

    @Test
    void shouldTellWhoFetchesRepliesWithoutProof() {
        for (String user : List.of("weak1", "weak2")) {
            script.says(
                    KrbLog.KERBEROS,
                    DC,
                    88,
                    "message",
                    "AS",
                    "protocol",
                    "krb",
                    "client",
                    "anna/WARD",
                    "realm",
                    "WARD",
                    "success",
                    false,
                    "error_code",
                    25);
            script.says(
                    KrbLog.KERBEROS,
                    DC,
                    88,
                    "message",
                    "AS",
                    "protocol",
                    "krb",
                    "client",
                    user + "/WARD",
                    "realm",
                    "WARD",
                    "service",
                    "krbtgt/WARD",
                    "success",
                    true,
                    "cipher",
                    AES);
        }

        assertThat(script.ruleIds()).containsExactly("identity.asrep_roasting");
        assertThat(script.last().level()).isEqualTo(Level.HIGH);
    }

    @Test
    void shouldTellARelayedLogon() {
        script.from("10.0.0.5").says(NtlmReader.NTLM, "10.0.0.66", 445, "username", "anna", "challenge", "00ff");
        script.from("10.0.0.66")
                .says(NtlmReader.NTLM, "10.0.0.40", 445, "username", "anna", "challenge", "00ff", "success", true);

        Alert alert = only("ntlm_relay");
        assertThat(alert.actor()).hasToString("10.0.0.66");
        assertThat(alert.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(alert.evidence()).containsEntry("victim", "10.0.0.5");
    }

    @Test
    void shouldTellWhoCollectsLogons() {
        for (int i = 0; i < 4; i++) {
            script.from("10.0.0.2" + i)
                    .says(NtlmReader.NTLM, "10.0.0.66", 445, "username", "anna", "challenge", "1122334455667788");
        }

        assertThat(only("ntlm_relay").actor()).hasToString("10.0.0.66");
    }

    @Test
    void shouldLetEachServerChooseItsChallenges() {
        for (int i = 0; i < 100; i++) {
            script.from("10.0.0." + i % 50)
                    .says(NtlmReader.NTLM, "10.0.0.66", 445, "username", "anna", "challenge", "c" + i, "success", true);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellWhoAnswersForManyNames() {
        for (int i = 0; i < 6; i++) {
            name("10.0.0.66", "srv" + i, "llmnr");
        }

        assertThat(script.ruleIds()).containsExactly("identity.name_poisoning");
        assertThat(script.last().level()).isEqualTo(Level.HIGH);
    }

    @Test
    void shouldLetHostsAnswerForThemselves() {
        for (int i = 0; i < 50; i++) {
            name("10.0.0." + (20 + i), "ws" + i, "llmnr");
            name("10.0.0.20", i % 2 == 0 ? "WS0" : "ws0.ward.example", "netbios");
            name("10.0.0.21", "web" + i, "dns"); // many names of one web server
        }

        assertThat(script.alerts).isEmpty();
    }

    private void name(String address, String name, String source) {
        script.says(
                HostNames.HOST_NAME,
                "224.0.0.252",
                5355,
                "address",
                IpAddress.parse(address),
                "name",
                name,
                "source",
                source);
    }

    @Test
    void shouldTellAClientThatServesAddresses() {
        lease(5, "10.0.0.2", "10.0.0.66");
        lease(2, "10.0.0.66", "10.0.0.200");
        lease(5, "10.0.0.66", "10.0.0.200");

        assertThat(only("dhcp_server").actor()).hasToString("10.0.0.66");
        assertThat(only("dhcp_server").level()).isEqualTo(Level.HIGH);
    }

    @Test
    void shouldLetOneServerWork() {
        for (int i = 0; i < 100; i++) {
            lease(2, "10.0.0.2", "10.0.0." + (100 + i));
            lease(5, "10.0.0.2", "10.0.0." + (100 + i));
        }

        assertThat(script.alerts).isEmpty();
    }

    private void lease(int type, String server, String address) {
        script.says(
                DhcpParser.MESSAGE,
                "255.255.255.255",
                68,
                "type",
                type,
                "is_request",
                false,
                "server_id",
                IpAddress.parse(server),
                "yiaddr",
                IpAddress.parse(address));
    }

    @Test
    void shouldAdviseOnceAboutAReadablePassword() {
        for (int i = 0; i < 10; i++) {
            script.says(
                    IdentityUse.IDENTITY,
                    DC,
                    21,
                    "protocol",
                    "ftp",
                    "mechanism",
                    "password",
                    "user",
                    "anna",
                    "outcome",
                    "success",
                    "cleartext",
                    true);
            script.says(
                    IdentityUse.IDENTITY,
                    DC,
                    21,
                    "protocol",
                    "ftp",
                    "mechanism",
                    "none",
                    "user",
                    "anonymous",
                    "outcome",
                    "success",
                    "cleartext",
                    true);
        }

        assertThat(only("clear_text").level()).isEqualTo(Level.LOW);
    }
}

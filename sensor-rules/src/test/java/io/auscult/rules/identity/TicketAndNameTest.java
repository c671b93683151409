package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.core.protocol.ntlm.NtlmReader;
import io.auscult.rules.EventScript;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketAndNameTest {
    private static final String DC = "10.0.0.1";
    private static final String SERVER = "10.0.0.40";
    private static final String AES256 = "aes256-cts-hmac-sha1-96";
    private static final String AES128 = "aes128-cts-hmac-sha1-96";
    private static final long HALF_A_DAY = 12 * 3_600L;

    private final EventScript script = new EventScript().from("10.0.0.9");

    private void logon(String user) {
        script.says(
                KrbLog.KERBEROS,
                DC,
                88,
                "message",
                "AS",
                "client",
                user + "/WARD",
                "realm",
                "WARD",
                "service",
                "krbtgt/WARD",
                "cipher",
                AES256,
                "preauth",
                List.of("PA-ENC-TIMESTAMP"),
                "preauth_cipher",
                AES256,
                "reply_cipher",
                AES256,
                "success",
                true);
    }

    private void ticket(String user, String cipher, Object... more) {
        Object[] all = {
            "message",
            "TGS",
            "client",
            user + "/WARD",
            "realm",
            "WARD",
            "service",
            "cifs/srv",
            "cipher",
            AES256,
            "ticket_service",
            "krbtgt/WARD",
            "ticket_realm",
            "WARD",
            "ticket_cipher",
            cipher
        };
        Object[] fields = Arrays.copyOf(all, all.length + more.length);
        System.arraycopy(more, 0, fields, all.length, more.length);
        script.says(KrbLog.KERBEROS, DC, 88, fields);
    }

    private void morning() {
        logon("anna");
        logon("bert");
        logon("carla");
    }

    private void pause(long seconds) {
        script.after(seconds);
    }

    @Test
    void shouldTellATicketOfSomebodyWhoNeverLoggedOn() {
        morning();
        pause(HALF_A_DAY);
        ticket("administrator", AES256, "success", true);
        ticket("administrator", AES256, "success", true);

        assertThat(script.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("identity.forged_ticket");
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.outcome()).isEqualTo(Outcome.SUCCEEDED);
            assertThat(alert.evidence()).containsEntry("user", "administrator/WARD");
        });
    }

    @Test
    void shouldLeaveTicketsFromBeforeTheSensorAlone() {
        morning();
        ticket("dirk", AES256, "success", true);
        pause(HALF_A_DAY);
        ticket("dirk", AES256, "success", true);
        ticket("anna", AES256, "success", true);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLeaveHostsAloneWhoseLogonsAreOutOfSight() {
        logon("anna");
        pause(HALF_A_DAY);
        ticket("administrator", AES256, "success", true);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLeaveTicketsInSomebodyElsesNameAlone() {
        morning();
        pause(HALF_A_DAY);
        ticket("els", AES256, "success", true, "for_user", "els");
        ticket("frank", AES256, "success", true, "additional_ticket", true);
        ticket("greet", AES256, "success", false, "error_code", 32);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldTellOneActOnce() {
        morning();
        pause(HALF_A_DAY);
        ticket(
                "administrator",
                "rc4-hmac",
                "success",
                false,
                "error_code",
                41); // of a cipher, without a logon, and refused

        assertThat(script.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo("ticket that nobody gave out");
            assertThat(alert.outcome()).isEqualTo(Outcome.FAILED);
        });
    }

    @Test
    void shouldNotTellThatAnUngivenTicketIsRefusedAsWell() {
        morning();
        pause(HALF_A_DAY);
        ticket("administrator", AES256, "success", false, "error_code", 31);
        ticket("administrator", AES256, "success", false, "error_code", 31);

        assertThat(script.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.kind()).isEqualTo("ticket without a logon"));
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 41, 44})
    void shouldTellATicketThatTheControllerDidNotMake(int error) {
        ticket("anna", AES256, "success", false, "error_code", error);

        assertThat(script.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.outcome()).isEqualTo(Outcome.FAILED));
    }

    @Test
    void shouldTellAShorterKeyThanTheRealms() {
        morning();
        ticket("anna", AES128, "success", true);

        assertThat(script.ruleIds()).containsExactly("identity.forged_ticket");
    }

    @Test
    void shouldLeaveShortKeysAloneWhereTheRealmGivesThem() {
        morning();
        script.says(
                KrbLog.KERBEROS,
                DC,
                88,
                "message",
                "AS",
                "client",
                "els/WARD",
                "realm",
                "WARD",
                "service",
                "krbtgt/WARD",
                "cipher",
                AES128,
                "preauth",
                List.of("PA-ENC-TIMESTAMP"),
                "preauth_cipher",
                AES256,
                "reply_cipher",
                AES128,
                "success",
                true);
        ticket("els", AES128, "success", true);

        assertThat(script.alerts).isEmpty();
    }

    private void logonByRc4(String user, Object... ciphers) {
        rc4(user, true, ciphers);
    }

    private void rc4(String user, boolean isRight, Object... ciphers) {
        script.says(
                KrbLog.KERBEROS,
                DC,
                88,
                "message",
                "AS",
                "client",
                user + "/WARD",
                "realm",
                "WARD",
                "service",
                "krbtgt/WARD",
                "cipher",
                AES256,
                "request_ciphers",
                List.of(ciphers),
                "preauth",
                List.of("PA-ENC-TIMESTAMP"),
                "preauth_cipher",
                "rc4-hmac",
                "reply_cipher",
                "rc4-hmac",
                "success",
                isRight);
    }

    @Test
    void shouldTellAControllerThatStoppedSpeakingAes() {
        morning();
        for (String user : List.of("anna", "bert", "bert", "carla", "carla")) {
            logonByRc4(user, AES256, "rc4-hmac");
        }

        assertThat(script.alerts.stream().filter(alert -> alert.rule().id().equals("identity.skeleton_key")))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.level()).isEqualTo(Level.HIGH);
                    assertThat(alert.actor().ip()).isEqualTo(IpAddress.parse(DC));
                    assertThat(alert.evidence()).containsEntry("users", "3");
                });
    }

    @Test
    void shouldNotBlameAControllerForWhatClientsAskFor() {
        morning();
        logonByRc4("anna", AES256, "rc4-hmac");
        logonByRc4("bert", AES256, "rc4-hmac");
        logonByRc4("carla", "rc4-hmac"); // has a hash and nothing else
        rc4("carla", false, AES256, "rc4-hmac"); // guesses
        pause(2 * 3_600);
        logonByRc4("carla", AES256, "rc4-hmac");
        logonByRc4("dirk", AES256, "rc4-hmac"); // never used AES

        assertThat(script.ruleIds()).doesNotContain("identity.skeleton_key");
    }

    @Test
    void shouldTellATicketOfAServiceThatNobodyGaveOut() {
        morning();
        ticket("anna", AES256, "success", true);
        script.says(
                KrbLog.KERBEROS,
                SERVER,
                445,
                "message",
                "AP",
                "ticket_realm",
                "WARD",
                "ticket_service",
                "cifs/srv",
                "ticket_cipher",
                "rc4-hmac",
                "success",
                true);

        assertThat(script.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("identity.forged_service_ticket");
            assertThat(alert.rule().techniques()).extracting("id").contains("T1558.002");
        });
    }

    private void called(String address, String name, String source) {
        script.says(HostNames.HOST_NAME, DC, 67, "address", IpAddress.parse(address), "name", name, "source", source);
    }

    private void ntlm(String host) {
        script.says(
                NtlmReader.NTLM, SERVER, 445, "username", "anna", "hostname", host, "success", true, "protocol", "smb");
    }

    @Test
    void shouldTellALogonInTheNameOfAnotherComputer() {
        called("10.0.0.9", "attack-1.ward.example", "dhcp");
        called("10.0.0.30", "DESK-7", "netbios");
        ntlm("DESK-7");
        ntlm("DESK-7");

        assertThat(script.alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("identity.foreign_workstation");
            assertThat(alert.level()).isEqualTo(Level.MEDIUM);
            assertThat(alert.evidence()).containsEntry("workstation_is_at", "10.0.0.30");
        });
    }

    @Test
    void shouldOnlyNoteANameThatNobodyHas() {
        called("10.0.0.9", "attack-1", "dhcp");
        ntlm("xQzAbTrK");

        assertThat(script.alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.level()).isEqualTo(Level.LOW));
    }

    @Test
    void shouldKnowANameInAnyForm() {
        called("10.0.0.9", "workstation-radiology-3.ward.example", "dhcp");
        ntlm("WORKSTATION-RAD");

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLeaveAddressesAloneOfWhichTheNameIsUncertain() {
        ntlm("DESK-7"); // never heard
        called("10.0.0.9", "desk-1", "dhcp");
        called("10.0.0.9", "desk-2", "dhcp"); // of several computers
        ntlm("DESK-7");
        called("10.0.0.9", "desk-3", "rdp"); // what a program may say
        ntlm("DESK-8");

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldAdviseAboutAServerAndNotAboutEachOfItsUsers() {
        for (int i = 0; i < 150; i++) {
            script.says(
                    IdentityUse.IDENTITY,
                    SERVER,
                    21,
                    "protocol",
                    "ftp",
                    "mechanism",
                    "password",
                    "user",
                    "user" + i,
                    "outcome",
                    "success",
                    "cleartext",
                    true);
        }

        assertThat(script.alerts).hasSize(3);
        assertThat(script.alerts.getLast().count()).isBetween(95L, 105L); // an estimate
    }
}

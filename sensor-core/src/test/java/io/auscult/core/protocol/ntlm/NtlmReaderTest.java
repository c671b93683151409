package io.auscult.core.protocol.ntlm;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.gssapi.TokenCarrier;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class NtlmReaderTest {
    private static final String CHALLENGE = "1122334455667788";

    private static byte[] challenge() {
        return NtlmBytes.challenge(CHALLENGE, "SRV", "srv.domain.test", "domain.test");
    }

    private static byte[] authenticate() {
        return NtlmBytes.authenticate("DOMAIN", "ann", "WS7", NtlmBytes.response2("cifs/srv"));
    }

    private static List<String> run(ParserScript script) {
        return script.run(new TokenCarrier());
    }

    @Test
    void shouldDescribeAnAuthenticationWhenItsOutcomeIsTold() {
        assertThat(run(ParserScript.udp()
                        .orig(NtlmBytes.negotiate())
                        .resp(challenge())
                        .orig(authenticate())
                        .resp("ok")))
                .containsExactly(
                        "host_name@2 address=10.0.0.2 name=SRV source=ntlm",
                        "host_name@2 address=10.0.0.2 name=srv.domain.test source=ntlm",
                        "host_name@3 address=10.0.0.1 name=WS7 source=ntlm",
                        "ntlm@1 username=ann hostname=WS7 domainname=DOMAIN server_nb_computer_name=SRV"
                                + " server_dns_computer_name=srv.domain.test server_tree_name=domain.test success=T"
                                + " protocol=carrier version=NTLMv2 server_nb_domain_name=DOMAIN"
                                + " server_dns_domain_name=domain.test target_name=cifs/srv challenge=1dce6604591efb43"
                                + " client_version=10.0.19041 server_version=6.1.7601 signing=T sealing=T mic=T"
                                + " channel_bindings=F",
                        "identity@4 user=ann domain=DOMAIN kind=person client_name=WS7 server_name=srv.domain.test"
                                + " service=cifs/srv protocol=carrier mechanism=ntlm encryption=NTLMv2 outcome=success"
                                + " cleartext=F");
    }

    @Test
    void shouldTellRefusalsWithTheirReason() {
        List<String> events =
                run(ParserScript.udp().resp(challenge()).orig(authenticate()).resp("no"));
        assertThat(events.get(3)).contains("username=ann", "success=F", "status=STATUS_LOGON_FAILURE");
        assertThat(events.get(4)).contains("outcome=failure", "reason=STATUS_LOGON_FAILURE");
    }

    @Test
    void shouldSayUnknownWhenTheConnectionEndsWithoutAnAnswer() {
        List<String> events = run(ParserScript.udp().orig(authenticate()));
        assertThat(events).hasSize(3);
        assertThat(events.get(1)).startsWith("ntlm@1 username=ann").doesNotContain("success");
        assertThat(events.get(2)).contains("outcome=unknown");
    }

    @Test
    void shouldTellEachOfSeveralAuthentications() {
        List<String> events = run(ParserScript.udp()
                .orig(authenticate())
                .resp("no")
                .orig(NtlmBytes.negotiate())
                .resp(challenge())
                .orig(NtlmBytes.authenticate("D", "bob", "WS7", new byte[24]))
                .orig(NtlmBytes.negotiate())
                .orig(NtlmBytes.authenticate("", "", "", new byte[0]))
                .resp("ok"));
        assertThat(events.stream()
                        .filter(e -> e.startsWith("ntlm"))
                        .map(e -> e.replaceAll("(server|client)_\\S+ ", "")))
                .satisfiesExactly(
                        e -> assertThat(e).contains("username=ann", "success=F"),
                        e -> assertThat(e)
                                .contains("username=bob", "version=NTLMv1")
                                .doesNotContain("success"),
                        e -> assertThat(e)
                                .contains("success=T", "version=anonymous")
                                .doesNotContain("username"));
        assertThat(events.getLast()).contains("mechanism=anonymous").doesNotContain("user=");
    }

    @Test
    void shouldTellAskingForNamesWithoutAuthenticating() {
        List<String> events = run(ParserScript.udp().orig(NtlmBytes.negotiate()).resp(challenge()));
        assertThat(events).hasSize(3);
        assertThat(events.getLast())
                .startsWith("ntlm@1 server_nb_computer_name=SRV")
                .doesNotContain("version=NTLM");
    }

    @Test
    void shouldNeverShowResponsesOrTheChallengeItself() {
        byte[] response = Bytes.hex("00112233445566778899aabbccddeeff0011223344556677");
        List<String> events = run(ParserScript.udp()
                .resp(challenge())
                .orig(NtlmBytes.authenticate("D", "ann", "W", response))
                .resp("no"));
        assertThat(String.join("\n", events))
                .doesNotContain(CHALLENGE)
                .doesNotContain("00112233")
                .doesNotContain("aabbccdd");
    }

    @Test
    void shouldPassOverPlacesOutsideTheMessage() {
        byte[] broken = authenticate();
        broken[40] = (byte) 0xFF; // where the user name is said to be
        broken[41] = (byte) 0xFF;
        broken[42] = (byte) 0xFF;
        broken[43] = (byte) 0xFF;
        assertThat(run(ParserScript.udp().orig(broken).resp("ok")).get(1))
                .startsWith("ntlm@1 hostname=WS7 domainname=DOMAIN");
        for (int length = 0; length < 120; length++) {
            run(ParserScript.udp().orig(Arrays.copyOf(authenticate(), length)));
            run(ParserScript.udp().orig(Arrays.copyOf(challenge(), length)));
            run(ParserScript.udp().orig(Arrays.copyOf(NtlmBytes.negotiate(), length)));
        }
    }
}

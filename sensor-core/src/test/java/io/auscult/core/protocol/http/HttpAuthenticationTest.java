package io.auscult.core.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.krb.KrbBytes;
import io.auscult.core.protocol.ntlm.NtlmBytes;
import io.auscult.core.protocol.ssl.TlsBytes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpAuthenticationTest {
    private static final String SECRET = "s3cret-Word";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String REFUSED = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

    private final HttpParser parser = new HttpParser();

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String base64(String text) {
        return base64(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String get(String... headers) {
        return "GET / HTTP/1.1\r\nHost: web.test\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
    }

    private static String post(String type, String body) {
        return "POST /login HTTP/1.1\r\nHost: web.test\r\nContent-Type: " + type + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private List<String> identities(ParserScript script) {
        List<String> events = script.runEveryWay(parser).events();
        assertThat(String.join("\n", events)).doesNotContain(SECRET).doesNotContain(base64(":" + SECRET));
        return events.stream().filter(e -> e.startsWith("identity")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "200, outcome=success",
        "404, outcome=success",
        "401, outcome=failure reason=401 Unauthorized",
        "403, outcome=failure reason=403 Forbidden",
        "407, outcome=failure reason=407 Proxy Authentication Required",
        "502, outcome=unknown"
    })
    void shouldJudgeBasicByTheStatus(int status, String outcome) {
        assertThat(identities(ParserScript.tcp()
                        .orig(get("Authorization: Basic " + base64("ann:" + SECRET)))
                        .resp("HTTP/1.1 " + status + " X\r\nContent-Length: 0\r\n\r\n")))
                .containsExactly("identity@2 user=ann kind=person service=web.test protocol=http mechanism=basic "
                        + outcome + " cleartext=T");
    }

    @Test
    void shouldWriteTheSameUseOnceAndEachRefusal() {
        String ann = get("Authorization: Basic " + base64("ann:" + SECRET));
        assertThat(identities(ParserScript.tcp()
                        .orig(ann)
                        .resp(REFUSED)
                        .orig(ann)
                        .resp(REFUSED)
                        .orig(ann)
                        .resp(OK)
                        .orig(ann)
                        .resp(OK)))
                .satisfiesExactly(
                        e -> assertThat(e).contains("failure"),
                        e -> assertThat(e).contains("failure"),
                        e -> assertThat(e).contains("success"));
    }

    @Test
    void shouldSayUnknownWithoutAReply() {
        assertThat(identities(ParserScript.tcp().orig(get("Proxy-Authorization: Basic " + base64("ann:" + SECRET)))))
                .singleElement()
                .asString()
                .contains("outcome=unknown");
    }

    @Test
    void shouldReadWhoUsesDigest() {
        String digest =
                "Authorization: Digest nc=00000001, username=\"an\\\"n\", realm=\"ward\", response=\"" + SECRET + "\"";
        assertThat(identities(ParserScript.tcp().orig(get(digest)).resp(OK)))
                .containsExactly("identity@2 user=an\"n domain=ward kind=person service=web.test protocol=http"
                        + " mechanism=digest outcome=success cleartext=F");
        String hashed = "Authorization: Digest username=\"0a1b\", userhash=true, realm=\"ward\"";
        assertThat(identities(ParserScript.tcp().orig(get(hashed)).resp(OK))).isEmpty();
    }

    private static ParserScript ntlm(String end) {
        byte[] challenge = NtlmBytes.challenge("1122334455667788", "SRV", "srv.test", "test");
        return ParserScript.tcp()
                .orig(get("Authorization: NTLM " + base64(NtlmBytes.negotiate())))
                .resp("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM " + base64(challenge)
                        + "\r\nContent-Length: 0\r\n\r\n")
                .orig(get("Authorization: NTLM "
                        + base64(NtlmBytes.authenticate("DOM", "ann", "WS7", NtlmBytes.response2("http/web")))))
                .resp(end);
    }

    @Test
    void shouldReadNtlmOverSeveralRequests() {
        assertThat(identities(ntlm(OK)))
                .containsExactly("identity@4 user=ann domain=DOM kind=person client_name=WS7 server_name=srv.test"
                        + " service=http/web protocol=http mechanism=ntlm encryption=NTLMv2 outcome=success"
                        + " cleartext=F");
        assertThat(identities(ntlm(REFUSED)))
                .singleElement()
                .asString()
                .contains("outcome=failure reason=401 Unauthorized");
        assertThat(ntlm(OK).run(parser)).anyMatch(e -> e.startsWith("ntlm@1 username=ann") && e.contains("success=T"));
    }

    @Test
    void shouldReadTicketsInNegotiate() {
        byte[] ticket = KrbBytes.apRequest("TEST.LOCAL", 18, "HTTP", "web.test");
        byte[] token = KrbBytes.element(
                0x60,
                new byte[] {6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x12, 1, 2, 2},
                new byte[] {1, 0},
                ticket);
        assertThat(identities(ParserScript.tcp()
                        .orig(get("Authorization: Negotiate " + base64(token)))
                        .resp(OK)))
                .containsExactly("identity@2 domain=TEST.LOCAL service=HTTP/web.test protocol=http mechanism=kerberos"
                        + " encryption=aes256-cts-hmac-sha1-96 outcome=success cleartext=F");
    }

    @ParameterizedTest
    @CsvSource({"200 OK, success", "401 Unauthorized, failure reason=401 Unauthorized"})
    void shouldJudgeCredSspAndReadItsTlsAsFarAsItIsClear(String status, String outcome) {
        String server = base64(new Bytes()
                .bytes(TlsBytes.serverHello(0x0303, new byte[0], 0xC030))
                .bytes(TlsBytes.record(22, TlsBytes.certificates(TlsBytes.HOST_CERTIFICATE)))
                .done());
        List<String> events = ParserScript.tcp()
                .orig(get("Authorization: CredSSP "
                        + base64(TlsBytes.clientHello(0x0303, new byte[0], new int[] {0xC030}))))
                .resp("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: CredSSP " + server
                        + "\r\nContent-Length: 0\r\n\r\n")
                .orig(get("Authorization: CredSSP " + base64(TlsBytes.record(23, new byte[200]))))
                .resp("HTTP/1.1 " + status + "\r\nWWW-Authenticate: CredSSP\r\nContent-Length: 0\r\n\r\n")
                .runEveryWay(parser)
                .events();
        assertThat(events)
                .anyMatch(e -> e.startsWith("x509@2 ") && e.contains("CN=pacs.hospital.example"))
                .contains("host_name@2 address=10.0.0.2 name=pacs.hospital.example source=certificate")
                .anyMatch(e -> e.startsWith("ssl@1 version=TLSv12"))
                .contains("identity@4 service=web.test protocol=http mechanism=credssp encryption=TLS outcome="
                        + outcome + " cleartext=F");
        assertThat(events.stream().filter(e -> e.startsWith("identity"))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "302 Found, /home, success",
        "302 Found, /login?error=1, failure",
        "303 See Other, /Account/LogOn, failure",
        "403 Forbidden, , failure",
        "200 OK, , unknown"
    })
    void shouldJudgeFormsByWhereTheySend(String status, String location, String outcome) {
        String where = location == null ? "" : "Location: " + location + "\r\n";
        assertThat(identities(ParserScript.tcp()
                        .orig(post(
                                "application/x-www-form-urlencoded",
                                "csrf=abc&user%5Blogin%5D=j%2Edoe%40ward.test&user%5Bpassword%5D=" + SECRET + "&x="))
                        .resp("HTTP/1.1 " + status + "\r\n" + where + "Content-Length: 0\r\n\r\n")))
                .singleElement()
                .asString()
                .startsWith("identity@2 user=j.doe@ward.test kind=person service=web.test protocol=http mechanism=form"
                        + " outcome=" + outcome)
                .endsWith("cleartext=T");
    }

    @Test
    void shouldReadLoginsOfPrograms() {
        String json = "{\"a\":[1,\"x\"],\"credentials\":{\"userName\":\"ann\\\"e\",\"PassWord\":\"" + SECRET + "\"}}";
        assertThat(identities(ParserScript.tcp()
                        .orig(post("application/json; charset=utf-8", json))
                        .resp(OK)))
                .singleElement()
                .asString()
                .contains("user=ann\"e", "mechanism=form", "outcome=success");
    }

    @Test
    void shouldTellNoDigestOfABodyWithAPassword() {
        String form = "application/x-www-form-urlencoded";
        assertThat(ParserScript.tcp()
                        .orig(post(form, "user=ann&password=" + SECRET))
                        .resp(OK)
                        .orig(post(form, "colour=red&text=hello"))
                        .resp(OK)
                        .run(parser)
                        .stream()
                        .filter(e -> e.startsWith("files")))
                .singleElement()
                .asString()
                .contains("seen_bytes=21");
    }

    @Test
    void shouldTakeNoOtherFormForALogin() {
        String form = "application/x-www-form-urlencoded";
        assertThat(identities(ParserScript.tcp()
                        .orig(post(form, "user=ann&text=hello"))
                        .resp(OK)))
                .isEmpty();
        assertThat(identities(ParserScript.tcp()
                        .orig(post(form, "password=" + SECRET + "&again=x"))
                        .resp(OK)))
                .isEmpty();
        assertThat(identities(ParserScript.tcp().orig(post(form, "user=&pwd=")).resp(OK)))
                .isEmpty();
        assertThat(identities(ParserScript.tcp()
                        .orig(post("text/plain", "user=a&password=b"))
                        .resp(OK)))
                .isEmpty();
    }
}

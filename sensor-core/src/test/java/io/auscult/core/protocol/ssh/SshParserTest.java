package io.auscult.core.protocol.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SshParserTest {
    private static final String CLIENT = "SSH-2.0-OpenSSH_9.2p1 Debian-2";
    private static final String SERVER = "SSH-2.0-OpenSSH_8.9p1 Ubuntu-3";

    private final SshParser parser = new SshParser();

    private static byte[] packet(int message, byte[] body) {
        int padding = 8 + (8 - (body.length + 6) % 8) % 8;
        return new Bytes()
                .u32(body.length + 2 + padding)
                .u8(padding, message)
                .bytes(body)
                .bytes(new byte[padding])
                .done();
    }

    private static byte[] kexInit(String... lists) {
        Bytes body = new Bytes().bytes(new byte[16]);
        for (int i = 0; i < 10; i++) {
            String list = i < lists.length ? lists[i] : "";
            body.u32(list.length()).text(list);
        }
        return packet(20, body.u8(0).u32(0).done());
    }

    private static byte[] client() {
        return kexInit(
                "curve25519-sha256,ecdh-sha2-nistp256",
                "ssh-ed25519,rsa-sha2-512",
                "aes128-ctr,aes256-ctr",
                "aes128-ctr",
                "hmac-sha2-256",
                "hmac-sha2-256",
                "none,zlib",
                "none");
    }

    private static byte[] server() {
        return kexInit(
                "ecdh-sha2-nistp256,curve25519-sha256",
                "rsa-sha2-512",
                "aes256-ctr",
                "aes128-ctr",
                "hmac-sha2-256",
                "hmac-sha2-256",
                "none",
                "none");
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void shouldDescribeTheKeyExchangeWhereverItIsCut() throws Exception {
        byte[] key = "the host key".getBytes(StandardCharsets.US_ASCII);
        String print = Base64.getEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp(SERVER + "\r\n")
                .orig(CLIENT + "\r\n")
                .orig(client())
                .resp(server())
                .orig(packet(30, new byte[36]))
                .resp(packet(
                        31,
                        new Bytes()
                                .u32(key.length)
                                .bytes(key)
                                .u32(3)
                                .text("sig")
                                .done()))
                .resp(packet(21, new byte[0]))
                .orig(packet(21, new byte[0]))
                .orig("sealed")
                .runEveryWay(parser);
        assertThat(outcome.confirmed()).isTrue();
        assertThat(outcome.done()).isFalse();
        assertThat(outcome.events())
                .containsExactly("ssh@1 version=2 auth_attempts=0 client=" + CLIENT + " server=" + SERVER
                        + " cipher_alg=To server: aes256-ctr, to client: aes128-ctr mac_alg=hmac-sha2-256"
                        + " compression_alg=none kex_alg=curve25519-sha256 host_key_alg=rsa-sha2-512"
                        + " host_key_fingerprint=SHA256:" + print
                        + " hassh="
                        + md5("curve25519-sha256,ecdh-sha2-nistp256;aes128-ctr,aes256-ctr;hmac-sha2-256;none,zlib")
                        + " hasshServer=" + md5("ecdh-sha2-nistp256,curve25519-sha256;aes128-ctr;hmac-sha2-256;none"));
    }

    @Test
    void shouldSayWhatIsKnownOfAOneWayMirror() {
        assertThat(ParserScript.tcp()
                        .orig(CLIENT + "\r\n")
                        .orig(client())
                        .runEveryWay(parser)
                        .events())
                .singleElement()
                .asString()
                .startsWith("ssh@1 client=" + CLIENT + " hassh=")
                .doesNotContain("version", "cipher_alg");
    }

    @Test
    void shouldPassOverWhatAServerSaysFirst() {
        assertThat(ParserScript.tcp()
                        .resp("Authorised use only\r\nSSH-1.99-x\n")
                        .orig("SSH-2.0-y\n")
                        .run(parser))
                .containsExactly("ssh@1 version=2 client=SSH-2.0-y server=SSH-1.99-x");
    }

    @Test
    void shouldNameSsh1AndStop() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .resp("SSH-1.5-a\n")
                .orig("SSH-1.5-b\n")
                .orig(new byte[100])
                .runEveryWay(parser);
        assertThat(outcome.events()).containsExactly("ssh@1 version=1 client=SSH-1.5-b server=SSH-1.5-a");
        assertThat(outcome.done()).isTrue();
    }

    @Test
    void shouldSayWhenNothingIsInCommon() {
        assertThat(ParserScript.tcp()
                        .orig(CLIENT + "\n")
                        .resp(SERVER + "\n")
                        .orig(kexInit("a", "a", "a", "a", "a", "a", "a", "a"))
                        .resp(kexInit("b", "b"))
                        .run(parser))
                .singleElement()
                .asString()
                .contains("cipher_alg=Algorithm negotiation failed mac_alg=Algorithm negotiation failed");
    }

    @Test
    void shouldDropParserAfterLongLine() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig("SSH-2.0-" + "a".repeat(SshParser.MAX_LINE))
                .runEveryWay(parser);
        assertThat(outcome.rejected()).isTrue();
        assertThat(outcome.events()).singleElement().asString().contains("SSH_bad_identification");
    }

    @Test
    void shouldKeepWhatIsKnownWhenAPacketIsImpossible() {
        byte[] absurd = new Bytes().u32(0xFFFF_FFFFL).u8(4, 20).done();
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(CLIENT + "\n")
                .resp(SERVER + "\n")
                .orig(absurd)
                .runEveryWay(parser);
        assertThat(outcome.events()).hasSize(2).last().asString().startsWith("ssh@1 version=2");
    }

    @Test
    void shouldEndAtAGap() {
        ParserScript.Outcome outcome = ParserScript.tcp()
                .orig(CLIENT + "\n")
                .resp(SERVER + "\n")
                .gap(700)
                .runEveryWay(parser);
        assertThat(outcome.events()).singleElement().asString().startsWith("ssh@1 version=2");
    }

    private static final int SUCCESS = 48; // AES in counter mode and 32 bytes of HMAC: 16 and 32
    private static final int ACCEPT = 64;
    private static final int REFUSAL = 80;
    private static final int KEY = 64;

    /** Up to the answer to the request for user authentication. */
    private static ParserScript sealed() {
        return ParserScript.tcp()
                .resp(SERVER + "\r\n")
                .orig(CLIENT + "\r\n")
                .orig(client())
                .resp(server())
                .resp(packet(21, new byte[0]))
                .orig(packet(21, new byte[0]))
                .resp(new byte[320]) // extensions
                .orig(new byte[ACCEPT])
                .resp(new byte[ACCEPT])
                .orig(new byte[80]);
    }

    private static java.util.List<String> brief(ParserScript.Outcome outcome) {
        return outcome.events().stream()
                .map(event -> event.replaceAll("(version=.*auth_attempts=\\d+).*", "$1"))
                .toList();
    }

    @Test
    void shouldCountTriesByTheSizeOfRefusals() {
        ParserScript.Outcome outcome = sealed().resp(new byte[REFUSAL])
                .orig(new byte[112])
                .resp(new byte[REFUSAL])
                .orig(new byte[112])
                .resp(new byte[REFUSAL])
                .orig(new byte[112])
                .runEveryWay(parser);
        assertThat(brief(outcome))
                .containsExactly(
                        "identity@14 protocol=ssh mechanism=ssh outcome=failure cleartext=F",
                        "identity@16 protocol=ssh mechanism=ssh outcome=failure cleartext=F",
                        "ssh@1 version=2 auth_success=F auth_attempts=2");
    }

    @Test
    void shouldTellTypingFromCopying() {
        ParserScript typing =
                sealed().resp(new byte[REFUSAL]).orig(new byte[112]).resp(new byte[SUCCESS]);
        ParserScript copying =
                sealed().resp(new byte[REFUSAL]).orig(new byte[112]).resp(new byte[SUCCESS]);
        for (int i = 0; i < 10; i++) {
            typing.orig(new byte[KEY]).resp(new byte[KEY]).pause(50);
            copying.orig(new byte[30_000]).resp(new byte[KEY]).pause(50);
        }
        assertThat(brief(typing.runEveryWay(parser)))
                .startsWith("ssh@1 version=2 auth_success=T auth_attempts=1")
                .anyMatch(event -> event.startsWith("identity@") && event.contains("outcome=success"))
                .anyMatch(event -> event.startsWith("ssh_session@") && event.endsWith("interactive=T"));
        ParserScript.Outcome outcome = copying.runEveryWay(parser);
        assertThat(brief(outcome)).last().asString().startsWith("ssh_session@").endsWith("interactive=F");
        assertThat(outcome.done()).isTrue();
    }

    @Test
    void shouldKnowAccessWithMoreBehindIt() {
        assertThat(brief(sealed().resp(new byte[REFUSAL])
                        .orig(new byte[112])
                        .resp(new byte[SUCCESS + 600])
                        .orig(new byte[80 + 80])
                        .resp(new byte[100])
                        .runEveryWay(parser)))
                .startsWith("ssh@1 version=2 auth_success=T auth_attempts=1");
    }

    @Test
    void shouldNotGuessWithoutAnAnswer() {
        assertThat(brief(sealed().runEveryWay(parser))).containsExactly("ssh@1 version=2 auth_attempts=0");
    }
}

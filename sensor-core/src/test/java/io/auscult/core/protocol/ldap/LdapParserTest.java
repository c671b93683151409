package io.auscult.core.protocol.ldap;

import static io.auscult.core.protocol.ldap.LdapBytes.ber;
import static io.auscult.core.protocol.ldap.LdapBytes.bindSasl;
import static io.auscult.core.protocol.ldap.LdapBytes.bindSimple;
import static io.auscult.core.protocol.ldap.LdapBytes.concat;
import static io.auscult.core.protocol.ldap.LdapBytes.entry;
import static io.auscult.core.protocol.ldap.LdapBytes.equal;
import static io.auscult.core.protocol.ldap.LdapBytes.message;
import static io.auscult.core.protocol.ldap.LdapBytes.number;
import static io.auscult.core.protocol.ldap.LdapBytes.present;
import static io.auscult.core.protocol.ldap.LdapBytes.result;
import static io.auscult.core.protocol.ldap.LdapBytes.search;
import static io.auscult.core.protocol.ldap.LdapBytes.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LdapParserTest {
    private static final int BIND_RESPONSE = 0x61;
    private static final int DONE = 0x65;
    private static final byte[] UNBIND = message(9, new byte[] {0x42, 0});

    private final LdapParser parser = new LdapParser();

    private List<String> events(ParserScript script) {
        ParserScript.Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.rejected()).isFalse();
        return outcome.events();
    }

    @Test
    void shouldTellWhoBoundWithAPassword() {
        assertThat(events(ParserScript.tcp()
                        .orig(bindSimple(1, "uid=jdoe,ou=people,dc=example,dc=org", "hunter2"))
                        .resp(result(1, BIND_RESPONSE, 0, ""))
                        .orig(UNBIND)))
                .containsExactly(
                        "identity@2 user=jdoe domain=example.org kind=person protocol=ldap mechanism=simple outcome=success cleartext=T",
                        "ldap@1 message_id=1 version=3 opcode=bind simple result=success"
                                + " object=uid=jdoe,ou=people,dc=example,dc=org argument=REDACTED",
                        "ldap@3 message_id=9 opcode=unbind");
    }

    @Test
    void shouldTellWhyABindFailed() {
        String why = "80090308: LdapErr: DSID-0C09042F, comment: AcceptSecurityContext error, data 52e, v2580";
        assertThat(events(ParserScript.tcp()
                        .orig(bindSimple(1, "WARD\\jdoe", "wrong"))
                        .resp(result(1, BIND_RESPONSE, 49, why))))
                .containsExactly(
                        "identity@2 user=jdoe domain=WARD kind=person protocol=ldap mechanism=simple outcome=failure"
                                + " reason=invalid credentials (data 52e) cleartext=T",
                        "ldap@1 message_id=1 version=3 opcode=bind simple result=invalid credentials diagnostic_message="
                                + why + " object=WARD\\jdoe argument=REDACTED");
    }

    @Test
    void shouldNotTakeAnAnonymousBindForAnIdentity() {
        assertThat(events(ParserScript.tcp().orig(bindSimple(1, "", "")).resp(result(1, BIND_RESPONSE, 0, ""))))
                .containsExactly("ldap@1 message_id=1 version=3 opcode=bind simple result=success");
    }

    @Test
    void shouldTellABindThatIsNeverAnswered() {
        assertThat(events(ParserScript.tcp().orig(bindSimple(1, "jdoe@example.org", "hunter2"))))
                .containsExactly(
                        "identity@2 user=jdoe domain=example.org kind=person protocol=ldap mechanism=simple outcome=unknown cleartext=T",
                        "ldap@1 message_id=1 version=3 opcode=bind simple object=jdoe@example.org argument=REDACTED");
    }

    @Test
    void shouldReadUsersOfSaslMechanisms() {
        assertThat(events(ParserScript.tcp()
                        .orig(bindSasl(1, "PLAIN", "\0jdoe\0hunter2".getBytes(StandardCharsets.US_ASCII)))
                        .resp(result(1, BIND_RESPONSE, 0, ""))
                        .orig(bindSasl(2, "DIGEST-MD5", new byte[0]))
                        .resp(result(2, BIND_RESPONSE, 14, "", text(0x87, "nonce=\"abc\"")))
                        .orig(bindSasl(
                                3,
                                "DIGEST-MD5",
                                "username=\"anna\",realm=\"ward\",nonce=\"abc\"".getBytes(StandardCharsets.US_ASCII)))
                        .resp(result(3, BIND_RESPONSE, 49, ""))
                        .orig(bindSasl(4, "SCRAM-SHA-256", "n,,n=bob,r=xyz".getBytes(StandardCharsets.US_ASCII)))
                        .resp(result(4, BIND_RESPONSE, 14, ""))))
                .filteredOn(event -> event.startsWith("identity"))
                .containsExactly(
                        "identity@2 user=jdoe kind=person protocol=ldap mechanism=plain outcome=success cleartext=T",
                        "identity@6 user=anna domain=ward kind=person protocol=ldap mechanism=digest-md5 outcome=failure"
                                + " reason=invalid credentials cleartext=F",
                        "identity@9 user=bob kind=person protocol=ldap mechanism=scram-sha-256 outcome=unknown cleartext=F");
    }

    @Test
    void shouldCountTheResultsOfASearch() {
        assertThat(events(ParserScript.tcp()
                        .orig(search(2, "dc=example,dc=org", 2, equal("uid", "x"), "cn", "mail"))
                        .resp(concat(
                                entry(2, "cn=a"),
                                entry(2, "cn=b"),
                                message(2, ber(0x73, text("ldap://other.example.org/dc=sub"))),
                                result(2, DONE, 4, "too many")))))
                .containsExactly(
                        "ldap_search@1 message_id=2 scope=tree deref_aliases=never base_object=dc=example,dc=org"
                                + " result_count=2 result=size limit exceeded diagnostic_message=too many filter=(uid=x)"
                                + " attributes=[cn, mail] referrals=[ldap://other.example.org/dc=sub]");
    }

    @Test
    void shouldPairSearchesThatOverlap() {
        assertThat(events(ParserScript.tcp()
                        .orig(concat(search(2, "a", 0, present("x")), search(3, "b", 1, present("y"))))
                        .resp(concat(
                                entry(3, "cn=b"), result(3, DONE, 0, ""), entry(2, "cn=a"), result(2, DONE, 32, "")))))
                .containsExactly(
                        "ldap_search@1 message_id=3 scope=single deref_aliases=never base_object=b result_count=1 result=success filter=(y=*)",
                        "ldap_search@1 message_id=2 scope=base deref_aliases=never base_object=a result_count=1 result=no such object filter=(x=*)");
    }

    @Test
    void shouldNameWhatIsChangedWithoutItsValues() {
        byte[] modify = message(
                3,
                ber(
                        0x66,
                        text("cn=svc,dc=example"),
                        ber(
                                0x30,
                                ber(0x30, number(0x0A, 2), ber(0x30, text("unicodePwd"), ber(0x31, text("hunter2")))),
                                ber(0x30, number(0x0A, 0), ber(0x30, text("member"), ber(0x31, text("cn=x")))))));
        byte[] add = message(
                4,
                ber(
                        0x68,
                        text("cn=new,dc=example"),
                        ber(
                                0x30,
                                ber(0x30, text("objectClass"), ber(0x31, text("computer"))),
                                ber(0x30, text("userPassword"), ber(0x31, text("hunter2"))))));
        byte[] rename = message(
                5,
                ber(0x6C, text("cn=old,dc=example"), text("cn=new"), ber(0x01, new byte[] {1}), text(0x80, "ou=far")));
        byte[] compare = message(6, ber(0x6E, text("cn=a"), ber(0x30, text("userPassword"), text("hunter2"))));
        List<String> events = events(ParserScript.tcp()
                .orig(modify)
                .resp(result(3, 0x67, 50, "no"))
                .orig(add)
                .resp(result(4, 0x69, 0, ""))
                .orig(rename)
                .resp(result(5, 0x6D, 0, ""))
                .orig(compare)
                .resp(result(6, 0x6F, 6, ""))
                .orig(message(7, text(0x4A, "cn=gone")))
                .resp(result(7, 0x6B, 0, "")));

        assertThat(events)
                .containsExactly(
                        "ldap@1 message_id=3 opcode=modify result=insufficient access rights diagnostic_message=no"
                                + " object=cn=svc,dc=example attributes=[replace unicodePwd, add member]",
                        "ldap@3 message_id=4 opcode=add result=success object=cn=new,dc=example attributes=[objectClass, userPassword]",
                        "ldap@5 message_id=5 opcode=modify result=success object=cn=old,dc=example argument=cn=new,ou=far",
                        "ldap@7 message_id=6 opcode=compare result=compare true object=cn=a attributes=[userPassword]",
                        "ldap@9 message_id=7 opcode=delete result=success object=cn=gone");
    }

    @Test
    void shouldReadExtendedOperations() {
        byte[] whoami = message(1, ber(0x77, text(0x80, "1.3.6.1.4.1.4203.1.11.3")));
        byte[] password = message(
                2,
                ber(
                        0x77,
                        text(0x80, "1.3.6.1.4.1.4203.1.11.1"),
                        ber(0x81, ber(0x30, text(0x80, "uid=jdoe"), text(0x81, "old"), text(0x82, "new")))));

        assertThat(events(ParserScript.tcp()
                        .orig(whoami)
                        .resp(result(1, 0x78, 0, "", text(0x8B, "dn:cn=me")))
                        .orig(password)
                        .resp(result(2, 0x78, 53, ""))))
                .containsExactly(
                        "ldap@1 message_id=1 opcode=extended result=success object=1.3.6.1.4.1.4203.1.11.3 (whoami) argument=dn:cn=me",
                        "ldap@3 message_id=2 opcode=extended result=unwilling to perform"
                                + " object=1.3.6.1.4.1.4203.1.11.1 (password modify) argument=uid=jdoe");
    }

    @Test
    void shouldTellResultsWhoseRequestsWereNotSeen() {
        assertThat(events(ParserScript.tcp()
                        .resp(concat(entry(5, "cn=a"), result(5, DONE, 0, "")))
                        .resp(result(6, 0x69, 68, ""))))
                .containsExactly(
                        "ldap_search@1 message_id=5 result_count=1 result=success",
                        "ldap@2 message_id=6 opcode=add result=entry already exists");
    }

    @Test
    void shouldReadThroughSignatures() {
        byte[] request = search(7, "dc=x", 2, present("cn"));
        byte[] cfx = new Bytes()
                .u32(16 + request.length + 12)
                .u16(0x0504)
                .u8(0, 0xFF)
                .u16(12, 0)
                .bytes(new byte[8])
                .bytes(request)
                .bytes(new byte[12])
                .done();
        byte[] reply = concat(entry(7, "cn=a"), result(7, DONE, 0, ""));
        byte[] rotated = new Bytes()
                .u32(16 + 12 + reply.length)
                .u16(0x0504)
                .u8(1, 0xFF)
                .u16(12, 12)
                .bytes(new byte[8])
                .bytes(new byte[12])
                .bytes(reply)
                .done();

        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 389)
                        .orig(bindSasl(6, "GSS-SPNEGO", new byte[] {0x60, 0}))
                        .resp(result(6, BIND_RESPONSE, 0, ""))
                        .orig(cfx)
                        .resp(rotated)))
                .containsExactly(
                        "ldap@1 message_id=6 version=3 opcode=bind SASL result=success argument=GSS-SPNEGO",
                        "ldap_search@3 message_id=7 scope=tree deref_aliases=never base_object=dc=x result_count=1 result=success filter=(cn=*)",
                        "ldap_sasl@5 mechanism=GSS-SPNEGO orig_sealed=0 orig_sealed_bytes=0 resp_sealed=0 resp_sealed_bytes=0"
                                + " orig_signed=1 resp_signed=1");
    }

    @Test
    void shouldReadThroughOlderSignatures() {
        byte[] request = search(7, "dc=x", 2, present("cn"));
        byte[] ntlm = new Bytes()
                .u32(16 + request.length)
                .u32(0x0100_0000)
                .bytes(new byte[12])
                .bytes(request)
                .done();
        byte[] token = new Bytes()
                .u16(0x0201, 0x1100, 0xFFFF, 0xFFFF)
                .bytes(new byte[8 + 8 + 8])
                .bytes(result(7, DONE, 0, ""))
                .u8(1)
                .done();
        byte[] rc4 = ber(0x60, Bytes.hex("06092A864886F712010202"), token);

        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 389)
                        .orig(ntlm)
                        .resp(new Bytes().u32(rc4.length).bytes(rc4).done())))
                .containsExactly(
                        "ldap_search@1 message_id=7 scope=tree deref_aliases=never base_object=dc=x result_count=0 result=success filter=(cn=*)",
                        "ldap_sasl@3 orig_sealed=0 orig_sealed_bytes=0 resp_sealed=0 resp_sealed_bytes=0 orig_signed=1 resp_signed=1");
    }

    @Test
    void shouldSayWhatIsSealed() {
        byte[] sealed = new Bytes()
                .u32(16 + 84)
                .u16(0x0504)
                .u8(2, 0xFF)
                .u16(0, 28)
                .bytes(new byte[8])
                .bytes(new byte[84])
                .done();

        assertThat(events(ParserScript.tcp()
                        .ports(50_000, 389)
                        .orig(sealed)
                        .orig(sealed)
                        .resp(sealed)))
                .containsExactly(
                        "ldap_sasl@4 orig_sealed=2 orig_sealed_bytes=200 resp_sealed=1 resp_sealed_bytes=100 orig_signed=0 resp_signed=0");
    }

    @Test
    void shouldReadAMessageThatSpansTwoSignedBuffers() {
        byte[] entry = message(7, ber(0x64, text("cn=a"), ber(0x30, text("x".repeat(200)))));
        byte[] reply = concat(entry, result(7, DONE, 0, ""));
        Bytes stream = new Bytes();
        for (int from = 0; from < reply.length; from += entry.length / 2) {
            int length = Math.min(entry.length / 2, reply.length - from);
            stream.u32(16 + length)
                    .u16(0x0504)
                    .u8(1, 0xFF)
                    .u16(0, 0)
                    .bytes(new byte[8])
                    .bytes(Arrays.copyOfRange(reply, from, from + length));
        }

        assertThat(events(ParserScript.tcp().ports(50_000, 389).resp(stream.done())))
                .first()
                .isEqualTo("ldap_search@1 message_id=7 result_count=1 result=success");
    }

    @Test
    void shouldGoOnAfterAGap() {
        assertThat(events(ParserScript.tcp()
                        .orig(search(2, "dc=x", 2, present("cn")))
                        .resp(entry(2, "cn=a"))
                        .gap(Direction.RESP, 1_000)
                        .resp("\u0030rest of an entry" + "x".repeat(40))
                        .resp(concat(entry(2, "cn=z"), result(2, DONE, 0, ""), new byte[40]))))
                .first()
                .isEqualTo("ldap_search@1 message_id=2 scope=tree deref_aliases=never base_object=dc=x result_count=2"
                        + " result=success filter=(cn=*)");
    }

    @Test
    void shouldCountALongEntryWithoutKeepingIt() {
        byte[] large = message(2, ber(0x64, text("cn=a"), ber(0x30, text("x".repeat(300_000)))));

        assertThat(events(ParserScript.tcp()
                        .orig(search(2, "dc=x", 0, present("cn")))
                        .resp(large)
                        .resp(result(2, DONE, 0, ""))))
                .containsExactly(
                        "ldap_search@1 message_id=2 scope=base deref_aliases=never base_object=dc=x result_count=1"
                                + " result=success filter=(cn=*)");
    }

    @Test
    void shouldSayThatAMessageWasTooLong() {
        byte[] large = message(2, ber(0x66, text("cn=a"), ber(0x30, text("x".repeat(LdapParser.MAX_MESSAGE)))));

        assertThat(events(ParserScript.tcp().orig(large).resp(result(2, 0x67, 0, ""))))
                .containsExactly(
                        "weird@1 name=LDAP_message_limit notice=F source=ldap",
                        "ldap@1 message_id=2 opcode=modify result=success");
    }

    @Test
    void shouldReadTheNamesOfADomainControllerPing() {
        byte[] filter = ber(
                0xA0,
                equal("DnsDomain", "ward.example"),
                equal("Host", "PC7"),
                ber(0xA3, text("NtVer"), ber(0x04, new byte[] {6, 0, 0, 0})));
        byte[] netlogon = new Bytes()
                .u8(23, 0, 0, 0)
                .bytes(new byte[20])
                .u8(4)
                .text("ward")
                .u8(7)
                .text("example")
                .u8(0)
                .u16(0xC018)
                .u8(3)
                .text("dc1")
                .u16(0xC018)
                .u8(0)
                .done();
        byte[] answer =
                message(1, ber(0x64, text(""), ber(0x30, ber(0x30, text("Netlogon"), ber(0x31, ber(0x04, netlogon))))));

        assertThat(events(ParserScript.udp()
                        .orig(search(1, "", 0, filter, "Netlogon"))
                        .resp(concat(answer, result(1, DONE, 0, "")))))
                .containsExactly(
                        "host_name@1 address=10.0.0.1 name=PC7 source=cldap",
                        "host_name@2 address=10.0.0.2 name=dc1.ward.example source=cldap",
                        "ldap_search@1 message_id=1 scope=base deref_aliases=never result_count=1 result=success"
                                + " filter=(&(&(DnsDomain=ward.example)(Host=PC7))(NtVer=0x00000006)) attributes=[Netlogon]");
    }

    @Test
    void shouldBoundWhatWaitsForAnAnswer() {
        Bytes requests = new Bytes();
        for (int i = 1; i <= 100; i++) {
            requests.bytes(search(i, "dc=x", 0, present("cn")));
        }

        assertThat(events(ParserScript.tcp().orig(requests.done()))).hasSize(100);
    }

    @Test
    void shouldNotTakeOtherProtocolsForLdap() {
        byte[] snmp =
                Bytes.hex("302902010104067075626c6963a01c02042b2b2b2b020100020100300e300c06082b060102010101000500");

        assertThat(ParserScript.tcp()
                        .orig(snmp)
                        .run(parser, ParserScript.Cuts.NONE, 0)
                        .rejected())
                .isTrue();
    }
}

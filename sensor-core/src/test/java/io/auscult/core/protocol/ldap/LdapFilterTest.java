package io.auscult.core.protocol.ldap;

import static io.auscult.core.protocol.ldap.LdapBytes.ber;
import static io.auscult.core.protocol.ldap.LdapBytes.equal;
import static io.auscult.core.protocol.ldap.LdapBytes.present;
import static io.auscult.core.protocol.ldap.LdapBytes.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LdapFilterTest {
    private final LdapFilter filter = new LdapFilter();

    private String print(byte[] bytes) {
        TextSlot text = new TextSlot(LdapOperation.MAX_FILTER);
        Ber ber = new Ber().over(bytes, 0, bytes.length);
        assertThat(ber.next()).isTrue();
        filter.append(ber, text);
        return new String(text.bytes(), 0, text.length(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldPrintEveryKindOfTerm() {
        assertThat(print(present("objectClass"))).isEqualTo("(objectClass=*)");
        assertThat(print(equal("cn", "Müller"))).isEqualTo("(cn=Müller)");
        assertThat(print(ber(0xA5, text("age"), text("7")))).isEqualTo("(age>=7)");
        assertThat(print(ber(0xA6, text("age"), text("7")))).isEqualTo("(age<=7)");
        assertThat(print(ber(0xA8, text("cn"), text("a")))).isEqualTo("(cn~=a)");
        assertThat(print(ber(0xA2, present("a")))).isEqualTo("(!(a=*))");
    }

    @Test
    void shouldWrapTermsPairByPair() {
        assertThat(print(ber(0xA0, present("a")))).isEqualTo("(&(a=*))");
        assertThat(print(ber(0xA0, present("a"), present("b")))).isEqualTo("(&(a=*)(b=*))");
        assertThat(print(ber(0xA1, present("a"), present("b"), present("c")))).isEqualTo("(|(|(a=*)(b=*))(c=*))");
        assertThat(print(ber(0xA0, present("a"), present("b"), ber(0xA1, present("c"), present("d")), present("e"))))
                .isEqualTo("(&(&(&(a=*)(b=*))(|(c=*)(d=*)))(e=*))");
        assertThat(print(ber(0xA0))).isEqualTo("(&)");
    }

    @Test
    void shouldPrintSubstrings() {
        assertThat(print(ber(0xA4, text("cn"), ber(0x30, text(0x80, "a"))))).isEqualTo("(cn=a*)");
        assertThat(print(ber(0xA4, text("cn"), ber(0x30, text(0x82, "z"))))).isEqualTo("(cn=*z)");
        assertThat(print(ber(0xA4, text("cn"), ber(0x30, text(0x81, "m"))))).isEqualTo("(cn=*m*)");
        assertThat(print(ber(
                        0xA4,
                        text("cn"),
                        ber(0x30, text(0x80, "a"), text(0x81, "b"), text(0x81, "c"), text(0x82, "z")))))
                .isEqualTo("(cn=a*b*c*z)");
    }

    @Test
    void shouldPrintMatchingRules() {
        assertThat(print(ber(
                        0xA9,
                        text(0x81, "1.2.840.113556.1.4.803"),
                        text(0x82, "userAccountControl"),
                        text(0x83, "4194304"))))
                .isEqualTo("(userAccountControl:1.2.840.113556.1.4.803:=4194304)");
        assertThat(print(ber(0xA9, text(0x82, "ou"), text(0x83, "x"), ber(0x84, new byte[] {-1}))))
                .isEqualTo("(ou:dn:=x)");
    }

    @Test
    void shouldShowWindowsValuesByTheirMeaning() {
        byte[] sid = Bytes.hex("0105000000000005 15000000 61000000 62000000 63000000 F4010000");
        byte[] guid = Bytes.hex("33221100 5544 7766 8899 AABBCCDDEEFF");

        assertThat(print(ber(0xA3, text("NtVer"), ber(0x04, Bytes.hex("16000000")))))
                .isEqualTo("(NtVer=0x00000016)");
        assertThat(print(ber(0xA3, text("DomainSid"), ber(0x04, sid)))).isEqualTo("(DomainSid=S-1-5-21-97-98-99-500)");
        assertThat(print(ber(0xA3, text("DomainGuid"), ber(0x04, guid))))
                .isEqualTo("(DomainGuid=00112233-4455-6677-8899-aabbccddeeff)");
        assertThat(print(ber(0xA3, text("AAC"), ber(0x04, Bytes.hex("80000000")))))
                .isEqualTo("(AAC=80:00:00:00)");
    }

    @Test
    void shouldEscapeWhatIsNoText() {
        assertThat(print(ber(0xA3, text("cn"), ber(0x04, Bytes.hex("61 2A 28 29 5C 00 FF C3 C3BC")))))
                .isEqualTo("(cn=a\\2a\\28\\29\\5c\\00\\ff\\c3ü)");
    }

    @Test
    void shouldHideSecrets() {
        assertThat(print(equal("userPassword", "hunter2"))).isEqualTo("(userPassword=REDACTED)");
        assertThat(print(ber(0xA4, text("unicodepwd"), ber(0x30, text(0x80, "hunter2")))))
                .isEqualTo("(unicodepwd=REDACTED)");
        assertThat(print(present("ms-Mcs-AdmPwd"))).isEqualTo("(ms-Mcs-AdmPwd=*)");
    }

    @Test
    void shouldStopAtItsDepth() {
        byte[] deep = present("a");
        for (int i = 0; i < 2 * LdapFilter.MAX_DEPTH; i++) {
            deep = ber(0xA2, deep);
        }

        assertThat(print(deep)).contains("(!(...))").hasSizeLessThan(4 * LdapFilter.MAX_DEPTH + 10);
    }

    @Test
    void shouldStopAtItsLength() {
        byte[][] terms = new byte[6_000][];
        Arrays.fill(terms, present("a"));

        assertThat(print(ber(0xA0, terms))).hasSize(LdapOperation.MAX_FILTER);
    }
}

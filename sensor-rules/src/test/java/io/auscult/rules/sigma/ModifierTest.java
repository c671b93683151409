package io.auscult.rules.sigma;

import static io.auscult.rules.sigma.RuleScript.holds;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What values and modifiers mean, by the words of the specification. */
class ModifierTest {
    private static boolean query(String item, String query) {
        return holds("dns", "selection:\n    " + item + "\ncondition: selection", "query", query);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '~',
            value = {
                "query: WWW.Example.COM § www.example.com § true",
                "query: www.example.com § www.example.com.evil § false",
                "query|cased: WWW.example.com § www.example.com § false",
                "query|contains: exam § www.Example.com § true",
                "query|startswith: 'WWW.' § www.example.com § true",
                "query|startswith: 'example' § www.example.com § false",
                "query|endswith: '.com' § www.example.COM § true",
                "query|endswith: '.com' § .org § false",
                "query: 'prog?.exe' § progA.exe § true",
                "query: 'prog?.exe' § prog.exe § false",
                "query: 'prog?.exe' § progé.exe § true",
                "query: 'antivirus_V*.exe' § antivirus_V21.2.1.exe § true",
                "query: '*a*b*c' § xxaxxbxbxc § true",
                "query: '*a*b*c' § xxaxxcxb § false",
                "query|cased: 'A*b' § a-b § false",
                "query|cased|contains: 'Key' § monkey § false",
                "query|neq: a.example § b.example § true",
                "query|neq: a.example § A.EXAMPLE § false",
                "query: 'É.example' § é.example § true",
                "query|cased: 'É.example' § é.example § false",
                "query|contains: 'ßétÉ' § xßÉté § true",
                "query|re: '^a[0-9]{2,4}z$' § a123z § true",
                "query|re: '^a[0-9]{2,4}z$' § A123z § false",
                "query|re|i: '^a[0-9]{2,4}z$' § A123Z § true",
                "query|re: 'b.d' § abcde § true",
                "query|re: 'abc[0-9]|xyz' § xyz § true",
                "query|re: 'ab{0,3}c' § ac § true",
                "query|re: '(abc)?d' § d § true",
                "query|exists: true § a § true",
                "query|exists: false § a § false",
                "query: '' § a § false",
                "query: null § a § false",
                "id.orig_h|cidr: 10.20.0.0/16 § a § true",
                "id.orig_h|cidr: 10.21.0.0/16 § a § false",
                "id.orig_h|cidr: fc00::/7 § a § false",
                "id.orig_h: 10.20.1.5 § a § true",
                "id.orig_h: '10.20.*' § a § true",
                "id.orig_h|startswith: '10.2' § a § true",
                "id.resp_p: 445 § a § true",
                "id.resp_p: '445' § a § true",
                "id.resp_p: '44?' § a § true",
                "id.resp_p: [80, 443] § a § false",
                "id.resp_p|gte: 445 § a § true",
                "id.resp_p|gt: 445 § a § false",
                "id.resp_p|lt: 445.5 § a § true",
                "id.resp_p|lte: 444.5 § a § false",
                "id.resp_p|neq: 445 § a § false",
                "id.orig_h|fieldref: id.resp_h § a § false",
                "id.orig_h|fieldref|neq: id.resp_h § a § true",
                "ts|hour: 22 § a § true",
                "ts|hour|gte: 23 § a § false",
                "ts|minute: 13 § a § true",
                "ts|day: 14 § a § true",
                "ts|week: 46 § a § true",
                "ts|month: 11 § a § true",
                "ts|year: 2023 § a § true"
            })
    void shouldMean(String item, String query, boolean expected) {
        assertThat(query(item, query)).as("%s on %s", item, query).isEqualTo(expected);
    }

    /** The table of the specification's section on escaping; rules are written in single quotes, so nothing here is YAML's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '~',
            value = {
                "a\\b § a\\b § true",
                "a\\\\b § a\\b § true",
                "a\\*b § a*b § true",
                "a\\*b § axb § false",
                "a\\?b § a?b § true",
                "a\\\\*b § a\\xxb § true",
                "a\\\\*b § a*b § false",
                "a\\\\\\*b § a\\*b § true",
                "a\\\\\\*b § a\\xb § false",
                "a\\\\\\\\b § a\\\\b § true",
                "a\\\\\\b § a\\\\b § true"
            })
    void shouldTakeTheMeaningFromAWildcard(String value, String query, boolean expected) {
        assertThat(query("query: '" + value + "'", query)).isEqualTo(expected);
    }

    @Test
    void shouldTreatAListAsAnyAndAllAsAll() {
        assertThat(query("query|contains: [abc, x]", "abd x")).isTrue();
        assertThat(query("query|contains|all: [ab, x]", "abd x")).isTrue();
        assertThat(query("query|contains|all: [abc, x]", "abd x")).isFalse();
        assertThat(query("query|neq: [a, b]", "b")).isFalse();
    }

    @Test
    void shouldLookAtEveryElementOfAList() {
        String any = "selection:\n    answers|endswith: '.10'\ncondition: selection";
        assertThat(holds("dns", any, "answers", List.of("192.0.2.9", "192.0.2.10")))
                .isTrue();
        assertThat(holds("dns", any, "answers", List.of())).isFalse();
        assertThat(holds("dns", any)).isFalse();
        String network = "selection:\n    answers|cidr: 192.0.2.0/24\ncondition: selection";
        assertThat(holds("dns", network, "answers", List.of("a.example", "192.0.2.9")))
                .isTrue();
        assertThat(holds("dns", network, "answers", List.of("192.0.2.999", "198.51.100.1", "192.0.2")))
                .isFalse();
        String six = "selection:\n    answers|cidr: 2001:db8::/32\ncondition: selection";
        assertThat(holds("dns", six, "answers", List.of("a.example", "2001:db8:1::9")))
                .isTrue();
        assertThat(holds("dns", six, "answers", List.of("2001:db9::9", "192.0.2.9")))
                .isFalse();
        String address = "selection:\n    san.ip|cidr: 2001:db8::/32\ncondition: selection";
        assertThat(holds(
                        "x509",
                        address,
                        "san.ip",
                        List.of(IpAddress.parse("192.0.2.1"), IpAddress.parse("2001:db8::1"))))
                .isTrue();
    }

    @Test
    void shouldTellAbsentFromEmpty() {
        assertThat(holds("dns", "selection:\n    query: null\ncondition: selection"))
                .isTrue();
        assertThat(holds("dns", "selection:\n    query:\ncondition: selection")).isTrue();
        assertThat(holds("dns", "selection:\n    query: ''\ncondition: selection"))
                .isFalse();
        assertThat(holds("dns", "selection:\n    query: ''\ncondition: selection", "query", ""))
                .isTrue();
        assertThat(holds("dns", "selection:\n    query|exists: false\ncondition: selection"))
                .isTrue();
        assertThat(holds("dns", "selection:\n    query|neq: a\ncondition: selection"))
                .isTrue();
    }

    @Test
    void shouldReadFlagsAndTimes() {
        assertThat(holds("dns", "selection:\n    rejected: 'true'\ncondition: selection", "rejected", true))
                .isTrue();
        assertThat(holds("dns", "selection:\n    rejected: false\ncondition: selection", "rejected", true))
                .isFalse();
        assertThat(holds("dns", "selection:\n    rejected: false\ncondition: selection"))
                .isFalse();
        String slow = "selection:\n    rtt|gt: 0.25\ncondition: selection";
        assertThat(holds("dns", slow, "rtt", 250_000_001)).isTrue();
        assertThat(holds("dns", slow, "rtt", 250_000_000)).isFalse();
    }

    @Test
    void shouldCompareFieldsByTextAddressAndPart() {
        String same = "selection:\n    host|fieldref: referrer\ncondition: selection";
        assertThat(holds("http", same, "host", "A.example", "referrer", "a.EXAMPLE"))
                .isTrue();
        assertThat(holds("http", same, "host", "a.example")).isFalse();
        String ends = "selection:\n    host|endswith|fieldref: referrer\ncondition: selection";
        assertThat(holds("http", ends, "host", "www.a.example", "referrer", "a.example"))
                .isTrue();
        assertThat(holds("http", ends, "host", "a.example.org", "referrer", "a.example"))
                .isFalse();
    }

    @Test
    void shouldEncodeAsTheModifiersSay() {
        String text = "a secret: foo bar baz.";
        for (int before = 0; before < 3; before++) {
            String encoded = Base64.getEncoder()
                    .encodeToString(("xyz".substring(0, before) + text).getBytes(StandardCharsets.UTF_8));
            assertThat(query("query|base64offset|contains: 'foo bar'", encoded))
                    .as("%d before", before)
                    .isTrue();
        }
        assertThat(query("query|base64: 'foo bar'", "Zm9vIGJhcg==")).isTrue();
        assertThat(query("query|base64: 'foo bar'", "Zm9vIGJhcg=")).isFalse();
        String wide = Base64.getEncoder().encodeToString("ping".getBytes(StandardCharsets.UTF_16LE));
        assertThat(query("query|wide|base64: ping", wide)).isTrue();
        assertThat(query("query|utf16le|base64: ping", wide)).isTrue();
        assertThat(query(
                        "query|utf16be|base64: ping",
                        Base64.getEncoder().encodeToString("ping".getBytes(StandardCharsets.UTF_16BE))))
                .isTrue();
        assertThat(query(
                        "query|utf16|base64: ping",
                        Base64.getEncoder().encodeToString(new byte[] {-1, -2, 'p', 0, 'i', 0, 'n', 0, 'g', 0})))
                .isTrue();
        for (String dash : List.of("-", "/", "–", "—", "―")) {
            assertThat(query("query|windash|contains: ' -f'", "run " + dash + "F now"))
                    .as(dash)
                    .isTrue();
        }
        assertThat(query("query|windash|contains: 'a-f'", "a/f")).isFalse();
    }
}

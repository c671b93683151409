package io.auscult.core.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UriTextTest {
    private static String shown(String uri, boolean unescape) {
        byte[] bytes = uri.getBytes(StandardCharsets.ISO_8859_1);
        StreamView in = new StreamView().wrap(bytes, 0, bytes.length, Direction.ORIG, false, new ConnectionId());
        TextSlot into = new TextSlot(1 << 14);
        if (unescape) {
            UriText.appendUnescaped(in, 0, bytes.length, into);
        } else {
            UriText.append(in, 0, bytes.length, into);
        }
        return new String(into.bytes(), 0, into.length(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "*",
                "/a/b.html?x=1&y=2;z=3#top",
                "/compass?passenger=2&passive=1&sort=key&pw2=a&keyword=b&author=c&pinned=d",
                "http://host:8080/path@2x.png",
                "http://user@host/",
                "http://token.example.com:8080/a",
                "/%zz%",
                "/a=b/c=d"
            })
    void shouldShowWhatIsNoSecretAsItIs(String uri) {
        assertThat(shown(uri, false)).isEqualTo(uri);
        assertThat(shown(uri, true)).isEqualTo(uri);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/l?user=anna&password=hunter2&x=1 | /l?user=anna&password=<hidden>&x=1",
                "/l?PASSWORD=hunter2 | /l?PASSWORD=<hidden>",
                "/l?password= | /l?password=",
                "/l?a=1;pwd=x;y=2&z=3 | /l?a=1;pwd=<hidden>&z=3",
                "/l?login[pw]=x&api-key=y&access_token=z&sig=s | /l?login[pw]=<hidden>&api-key=<hidden>&access_token=<hidden>&sig=<hidden>",
                "/a;jsessionid=0123?x=1 | /a;jsessionid=<hidden>?x=1",
                "/a/token=abc/b?x=1 | /a/token=<hidden>/b?x=1",
                "/l?x=1?password=y | /l?x=1?password=<hidden>",
                "/l#access_token=y | /l#access_token=<hidden>",
                "http://anna:hunter2@host:80/a | http://anna:<hidden>@host:80/a",
                "http://anna:p@ss=w&x@host/a | http://anna:<hidden>@host/a",
                "/go?to=ftp://anna:hunter2@host/a&b=1 | /go?to=ftp://anna:<hidden>@host/a&b=1"
            })
    void shouldHideSecrets(String uri, String expected) {
        assertThat(shown(uri, false)).isEqualTo(expected);
        assertThat(shown(uri, true)).isEqualTo(expected);
    }

    @Test
    void shouldHideSecretsHoweverTheyAreEscaped() {
        assertThat(shown("/l?pass%77ord=a%26b&x=%41", true)).isEqualTo("/l?password=<hidden>&x=A");
        assertThat(shown("/l?pass%77ord=a%26b&x=%41", false)).isEqualTo("/l?pass%77ord=<hidden>&x=%41");
        assertThat(shown("/go?to=http%3A%2F%2Fh%2F%3Fpassword%3Dhunter2&y=1", true))
                .isEqualTo("/go?to=http://h/?password=<hidden>&y=1");
        assertThat(shown("/go?to=http%3A%2F%2Fanna%3Ahunter2%40h%2F&y=1", false))
                .isEqualTo("/go?to=http%3A%2F%2Fanna%3A<hidden>%40h%2F&y=1");
        assertThat(shown("/go?to=%252Fa%253Ftoken%253Dhunter2&y=1", true))
                .isEqualTo("/go?to=%2Fa%3Ftoken%3D<hidden>&y=1");
        assertThat(shown("/q?j=%7B%22user%22%3A%22anna%22%2C%22password%22%3A%22hunter2%22%7D&y=1", true))
                .isEqualTo("/q?j={\"user\":\"anna\",\"password\":<hidden>&y=1");
    }

    @Test
    void shouldUndoEscapesAsZeekDoes() {
        assertThat(shown("/%41%%41%4", true)).isEqualTo("/A%41%4");
        assertThat(shown("/%2541", true)).isEqualTo("/%41");
    }

    @Test
    void shouldTakeTimeThatGrowsWithTheLengthAlone() {
        assertThat(shown("=".repeat(1 << 14), false)).hasSize(1 << 14);
        assertThat(shown("/?" + "a://".repeat(1 << 12), false)).hasSize(1 << 14);
        assertThat(shown("%" + "25".repeat(1 << 13), true)).isEqualTo("%" + "25".repeat((1 << 13) - 1));
    }
}

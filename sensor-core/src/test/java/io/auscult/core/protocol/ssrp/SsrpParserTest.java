package io.auscult.core.protocol.ssrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.ParserScript;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SsrpParserTest {
    private static List<String> asked(byte[] datagram) {
        return ParserScript.udp()
                .ports(40_000, 1434)
                .orig(datagram)
                .runEveryWay(new SsrpParser())
                .events();
    }

    private static byte[] instance(byte[] name) {
        byte[] datagram = new byte[name.length + 2];
        datagram[0] = 4;
        System.arraycopy(name, 0, datagram, 1, name.length);
        return datagram;
    }

    @Test
    void shouldTellANameThatIsTooLong() {
        byte[] name = new byte[375];
        Arrays.fill(name, (byte) 1);
        assertThat(asked(instance(name))).containsExactly("oddity@1 protocol=ssrp name=long_instance");
    }

    @Test
    void shouldLeaveAnInstanceAlone() {
        assertThat(asked(instance("PACS".getBytes(StandardCharsets.US_ASCII)))).isEmpty();
        byte[] padded = Arrays.copyOf("A_LONG_NAME_OF_AN_INSTANCE_OF_OURS".getBytes(StandardCharsets.US_ASCII), 300);
        assertThat(asked(instance(padded))).isEmpty();
        assertThat(asked(new byte[] {2})).isEmpty();
    }
}

package io.auscult.core.protocol.vnc;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.protocol.Bytes;
import io.auscult.core.protocol.ParserScript;
import io.auscult.core.protocol.ParserScript.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class VncParserTest {
    private static final String VERSION = "RFB 003.008\n";
    private static final byte[] SIXTEEN = new byte[16];

    private final VncParser parser = new VncParser();

    private static byte[] desktop(String name) {
        return new Bytes()
                .u16(1280, 800)
                .bytes(SIXTEEN)
                .u32(name.length())
                .text(name)
                .done();
    }

    private List<String> events(ParserScript script) {
        Outcome outcome = script.runEveryWay(parser);
        assertThat(outcome.rejected()).isFalse();
        return outcome.events();
    }

    @Test
    void shouldTellAnAcceptedPassword() {
        assertThat(events(ParserScript.tcp()
                        .resp(VERSION)
                        .orig(VERSION)
                        .resp(new byte[] {2, 1, 2})
                        .orig(new byte[] {2})
                        .resp(SIXTEEN)
                        .orig(SIXTEEN)
                        .resp(new byte[4])
                        .orig(new byte[] {1})
                        .resp(desktop("ward"))))
                .containsExactly(
                        "rfb@1 client_major_version=003 client_minor_version=008 server_major_version=003"
                                + " server_minor_version=008 authentication_method=VNC auth=T share_flag=T"
                                + " desktop_name=ward width=1280 height=800",
                        "identity@10 service=ward protocol=rfb mechanism=vnc outcome=success cleartext=F");
    }

    @Test
    void shouldTellARefusedPassword() {
        assertThat(events(ParserScript.tcp()
                        .resp(VERSION)
                        .orig(VERSION)
                        .resp(new byte[] {1, 2})
                        .orig(new byte[] {2})
                        .resp(SIXTEEN)
                        .orig(SIXTEEN)
                        .resp(new Bytes().u32(1).u32(5).text("wrong").done())))
                .containsExactly(
                        "rfb@1 client_major_version=003 client_minor_version=008 server_major_version=003"
                                + " server_minor_version=008 authentication_method=VNC auth=F failure_reason=wrong",
                        "identity@8 protocol=rfb mechanism=vnc outcome=failure reason=wrong cleartext=F");
    }

    @Test
    void shouldReadTheOldestVersion() {
        assertThat(events(ParserScript.tcp()
                        .resp("RFB 003.003\n")
                        .orig("RFB 003.003\n")
                        .resp(new Bytes().u32(1).done())
                        .orig(new byte[] {0})
                        .resp(desktop("old"))))
                .containsExactly("rfb@1 client_major_version=003 client_minor_version=003 server_major_version=003"
                        + " server_minor_version=003 authentication_method=None share_flag=F desktop_name=old"
                        + " width=1280 height=800");
    }

    @Test
    void shouldTellAPasswordInClear() {
        assertThat(events(ParserScript.tcp()
                        .resp(VERSION)
                        .orig(VERSION)
                        .resp(new byte[] {1, 19})
                        .orig(new byte[] {19})
                        .resp(new byte[] {0, 2})
                        .orig(new byte[] {0, 2})
                        .resp(new Bytes().u8(0, 1).u32(256).done())
                        .orig(new Bytes().u32(256).done())
                        .orig(new Bytes().u32(4).u32(7).text("annahunter2").done())
                        .resp(new byte[4])))
                .contains("identity@11 user=anna kind=person protocol=rfb mechanism=plain outcome=success cleartext=T")
                .noneMatch(event -> event.contains("hunter2"));
    }

    @Test
    void shouldTellAServerThatRefusesEverybody() {
        assertThat(events(ParserScript.tcp()
                        .resp(VERSION)
                        .orig(VERSION)
                        .resp(new Bytes().u8(0).u32(8).text("too many").done())))
                .containsExactly("rfb@1 client_major_version=003 client_minor_version=008 server_major_version=003"
                        + " server_minor_version=008 failure_reason=too many");
    }
}

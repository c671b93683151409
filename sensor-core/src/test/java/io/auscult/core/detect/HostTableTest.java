package io.auscult.core.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HostTableTest {
    private static final long S = 1_000_000_000L;

    private final HostTable hosts = new HostTable(new Counters());

    private boolean learn(String address, String name, String source, long nowNs) {
        IpAddress ip = IpAddress.parse(address);
        byte[] bytes = ("x" + name).getBytes(StandardCharsets.UTF_8);
        return hosts.learn(ip.high(), ip.low(), bytes, 1, bytes.length - 1, source, nowNs);
    }

    private String name(String address) {
        IpAddress ip = IpAddress.parse(address);
        return hosts.text(ip.high(), ip.low());
    }

    @Test
    void shouldKnowWhatAnAddressIsCalled() {
        assertThat(name("10.0.0.5")).isNull();
        assertThat(learn("10.0.0.5", "ws-radio-3.hospital.example.", "dns", S)).isTrue();
        assertThat(name("10.0.0.5")).isEqualTo("ws-radio-3.hospital.example");
        assertThat(learn("fd00::5", "pump", "mdns", S)).isTrue();
        assertThat(name("fd00::5")).isEqualTo("pump");
    }

    @Test
    void shouldBelieveTheHostItselfMoreThanOthers() {
        assertThat(learn("10.0.0.5", "wins-name", "llmnr", S)).isTrue();
        assertThat(learn("10.0.0.5", "WS-1", "dhcp", 2 * S)).isTrue();
        assertThat(learn("10.0.0.5", "other", "dns", 3 * S)).isFalse();
        assertThat(name("10.0.0.5")).isEqualTo("WS-1");
        assertThat(learn("10.0.0.5", "WS-2", "dhcp", 4 * S)).isTrue();
        assertThat(name("10.0.0.5")).isEqualTo("WS-2");
    }

    @Test
    void shouldKeepTheFirstOfManyNamesInDns() {
        assertThat(learn("10.0.0.8", "www.hospital.example", "dns", S)).isTrue();
        assertThat(learn("10.0.0.8", "mail.hospital.example", "dns", 2 * S)).isFalse();
        assertThat(name("10.0.0.8")).isEqualTo("www.hospital.example");
    }

    @Test
    void shouldTakeANameThatManyShowInCertificatesForNobodys() {
        assertThat(learn("10.0.0.1", "PACS.hospital.example", "certificate", S)).isTrue();
        assertThat(learn("10.0.0.2", "pacs.hospital.example", "certificate", 2 * S))
                .isTrue();
        assertThat(learn("10.0.0.1", "pacs.hospital.example", "certificate", 3 * S))
                .isFalse();
        assertThat(name("10.0.0.2")).isEqualTo("pacs.hospital.example");
        assertThat(learn("10.0.0.3", "pacs.hospital.example", "certificate", 4 * S))
                .isFalse();
        assertThat(name("10.0.0.1")).isNull();
        assertThat(name("10.0.0.2")).isNull();
        assertThat(name("10.0.0.3")).isNull();
        assertThat(learn("10.0.0.3", "pacs.hospital.example", "dns", 5 * S)).isTrue();
        assertThat(name("10.0.0.3")).isEqualTo("pacs.hospital.example");
    }

    @Test
    void shouldLetAnyOtherSourceReplaceACertificate() {
        learn("10.0.0.1", "pacs.hospital.example", "certificate", S);
        assertThat(learn("10.0.0.1", "pump-7", "llmnr", 2 * S)).isTrue();
        assertThat(learn("10.0.0.1", "pacs.hospital.example", "certificate", 3 * S))
                .isFalse();
        assertThat(name("10.0.0.1")).isEqualTo("pump-7");
    }

    @Test
    void shouldForgetWhatNobodyConfirms() {
        learn("10.0.0.5", "WS-1", "dhcp", S);
        learn("10.0.0.5", "WS-1", "dhcp", 20 * 3_600 * S);
        assertThat(learn("10.0.0.5", "later", "dns", 30 * 3_600 * S)).isFalse();
        assertThat(learn("10.0.0.5", "later", "dns", 45 * 3_600 * S)).isTrue();
        assertThat(name("10.0.0.5")).isEqualTo("later");
    }

    @Test
    void shouldTakeAShortAndALongFormForTheSame() {
        learn("10.0.0.5", "ws-1.hospital.example", "ptr", S);
        assertThat(learn("10.0.0.5", "WS-1", "dhcp", 2 * S)).isFalse();
        assertThat(learn("10.0.0.5", "ws-10", "dhcp", 3 * S)).isTrue();
    }

    @Test
    void shouldTakeNoNonsense() {
        assertThat(learn("10.0.0.5", "", "dhcp", S)).isFalse();
        assertThat(learn("10.0.0.5", "10.0.0.5", "dhcp", S)).isFalse();
        assertThat(learn("10.0.0.5", "wpad.hospital.example", "llmnr", S)).isFalse();
        assertThat(learn("10.0.0.5", "a b", "dhcp", S)).isFalse();
        assertThat(learn("10.0.0.5", "a\nb", "dhcp", S)).isFalse();
        assertThat(learn("10.0.0.5", "_ldap._tcp", "mdns", S)).isFalse();
        assertThat(learn("10.0.0.5", "x".repeat(256), "dhcp", S)).isFalse();
        assertThat(learn("0.0.0.0", "pc", "dhcp", S)).isFalse();
        assertThat(learn("127.0.0.1", "pc", "dns", S)).isFalse();
        assertThat(learn("224.0.0.251", "pc", "mdns", S)).isFalse();
        assertThat(learn("255.255.255.255", "pc", "dhcp", S)).isFalse();
        assertThat(learn("ff02::fb", "pc", "mdns", S)).isFalse();
        assertThat(learn("::1", "pc", "dns", S)).isFalse();
        assertThat(name("10.0.0.5")).isNull();
    }

    @Test
    void shouldKeepHostsThatAreAskedForWhenItIsFull() {
        for (int i = 0; i < HostTable.MAX_HOSTS; i++) {
            learn(IpAddress.ofIpv4(0x0A00_0000 + i + 1).toString(), "h" + i, "dhcp", S);
        }
        name("10.0.0.1");
        learn("192.168.0.1", "once", "dns", S);
        assertThat(name("192.168.0.1")).isNull();
        learn("192.168.0.1", "twice", "dns", S);
        assertThat(name("192.168.0.1")).isEqualTo("twice");
        assertThat(name("10.0.0.1")).isEqualTo("h0");
        assertThat(name("10.0.0.2")).isNull();
    }
}

package io.auscult.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.export.HostileTexts;
import io.auscult.export.Origin;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.syslog.SyslogSettings.Facility;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SyslogMessageTest {
    private static final Origin ORIGIN = new Origin("sensor-1", "1.2.3", index -> "eth" + index);

    private static SyslogMessage messages(Form form, int maxBytes) {
        return new SyslogMessage(
                new SyslogSettings(
                        "siem",
                        Transport.TCP,
                        "siem.test",
                        601,
                        null,
                        form,
                        Facility.LOCAL0,
                        Level.LOW,
                        true,
                        true,
                        "nl",
                        maxBytes,
                        Duration.ofSeconds(1)),
                ORIGIN);
    }

    @Test
    void shouldWriteAnAlertAsCef() {
        assertThat(new String(messages(Form.CEF, 8192).of(SampleAlerts.full(7), Map.of()), StandardCharsets.UTF_8))
                .isEqualTo("<131>1 2023-11-14T22:13:20.123Z sensor-1 auscult - alert"
                        + " [auscult@32473 id=\"alert-7\" incident=\"incident-1\" update=\"2\" rule=\"scan.address_sweep\" level=\"high\" outcome=\"succeeded\"]"
                        + "[origin software=\"Auscult\" swVersion=\"1.2.3\"][meta sequenceId=\"1\"]"
                        + " CEF:0|Auscult|Auscult|1.2.3|scan.address_sweep|One host tries many \"hosts\"|8|rt=1700000000123 externalId=alert-7"
                        + " src=10.0.0.1 dst=10.0.0.2 spt=40000 dpt=22 proto=TCP cs1=incident-1 cs1Label=incident"
                        + " cs2=T1046,T1018 cs2Label=techniques outcome=succeeded act=observed cnt=4 start=1700000000000 end=1700000000123"
                        + " smac=02:00:00:00:00:01 shost=ws-1 suser=jan cat=scan app=ssh deviceExternalId=sensor-1 deviceInboundInterface=eth1"
                        + " cs3=Discovery cs3Label=tactics cs5=high cs5Label=confidence cn1=2 cn1Label=targets cn2=2 cn2Label=ports"
                        + " msg=SYN scan of ports. Vraag ws-1. cs6=10.0.0.2:22 cs6Label=open ports");
    }

    @Test
    void shouldWriteAnAlertAsLeef() {
        ParsedMessage message = ParsedMessage.of(messages(Form.LEEF, 8192).of(SampleAlerts.full(7), Map.of()));
        assertThat(message.text())
                .startsWith(
                        "LEEF:2.0|Auscult|Auscult|1.2.3|scan.address_sweep|x09|devTime=2023-11-14T22:13:20.123+0000\tdevTimeFormat=");
        assertThat(message.leef())
                .containsEntry("sev", "8")
                .containsEntry("src", "10.0.0.1")
                .containsEntry("dst", "10.0.0.2")
                .containsEntry("srcPort", "40000")
                .containsEntry("dstPort", "22")
                .containsEntry("usrName", "jan")
                .containsEntry("incidentId", "incident-1")
                .containsEntry("msg", "SYN scan of ports. Vraag ws-1.");
    }

    @Test
    void shouldWriteAnAlertAsEve() throws IOException {
        JsonNode eve = new ObjectMapper()
                .readTree(ParsedMessage.of(messages(Form.JSON, 8192).of(SampleAlerts.full(7), Map.of()))
                        .text());
        assertThat(eve.at("/event_type").asText()).isEqualTo("alert");
        assertThat(eve.at("/alert/context/id").asText()).isEqualTo("alert-7");
        assertThat(eve.at("/in_iface").asText()).isEqualTo("eth1");
        assertThat(eve.at("/alert/context").has("truncated")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteAnIncidentInEveryForm(Form form) throws IOException {
        ParsedMessage message = ParsedMessage.of(messages(form, 8192).of(SampleIncidents.full(3, 12), Map.of()));
        assertThat(message.messageId()).isEqualTo("incident");
        assertThat(message.priority()).isEqualTo(16 * 8 + 3);
        assertThat(message.elements().get(SyslogMessage.ELEMENT))
                .containsExactly(
                        Map.entry("incident", "incident-3"),
                        Map.entry("alerts", "12"),
                        Map.entry("severity", "8"),
                        Map.entry("light", "red"),
                        Map.entry("level", "high"),
                        Map.entry("outcome", "succeeded"));
        assertThat(
                        switch (form) {
                            case CEF -> message.cef().get("msg");
                            case LEEF -> message.leef().get("msg");
                            case JSON ->
                                new ObjectMapper()
                                                .readTree(message.text())
                                                .at("/happened/nl")
                                                .asText() + " Het lukte.";
                        })
                .isEqualTo("ws-1 (10.0.0.1) probeerde 300 hosts en meldde zich aan op srv-2 als jan. Het lukte.");
    }

    @Test
    void shouldPutIpv6WhereCefHasIt() {
        Map<String, String> cef = ParsedMessage.of(messages(Form.CEF, 8192).of(SampleAlerts.hostile(1, "x"), Map.of()))
                .cef();
        assertThat(cef)
                .containsEntry("c6a2", "2001:db8::1")
                .containsEntry("c6a3", "2001:db8::2")
                .doesNotContainKeys("src", "dst");
    }

    @Test
    void shouldTurnTheConnectionWhenItsResponderActs() {
        IpAddress orig = IpAddress.parse("10.0.0.1");
        IpAddress resp = IpAddress.parse("10.0.0.2");
        EventEnds ends = EventEnds.of(SampleAlerts.full(1).between(Party.of(resp), Party.of(orig)));
        assertThat(ends).isEqualTo(new EventEnds(resp, 22, orig, 40_000, "TCP"));
        IpAddress third = IpAddress.parse("10.0.0.3");
        assertThat(EventEnds.of(SampleAlerts.full(1).between(Party.of(orig), Party.of(third))))
                .isEqualTo(new EventEnds(orig, 40_000, third, 0, "TCP"));
    }

    @ParameterizedTest
    @CsvSource({"CRITICAL,2", "HIGH,3", "MEDIUM,4", "LOW,5", "INFORMATIONAL,6"})
    void shouldMapLevels(Level level, int severity) {
        assertThat(SyslogMessage.severity(level)).isEqualTo(severity);
    }

    @ParameterizedTest
    @CsvSource({
        "CEF,2048",
        "CEF,8192",
        "CEF,65000",
        "LEEF,2048",
        "LEEF,8192",
        "LEEF,65000",
        "JSON,2048",
        "JSON,8192",
        "JSON,1000000"
    })
    void shouldLetNoTextOutOfItsField(Form form, int maxBytes) throws IOException {
        SyslogMessage messages = messages(form, maxBytes);
        for (String text : HostileTexts.ALL) {
            ParsedMessage alert = checked(messages.of(SampleAlerts.hostile(5, text), Map.of()), maxBytes);
            assertThat(alert.parameter("id")).isEqualTo("alert-5");
            assertThat(alert.parameter("level")).isEqualTo("critical");
            ParsedMessage incident = checked(messages.of(SampleIncidents.hostile(5, text), Map.of()), maxBytes);
            assertThat(incident.parameter("incident")).isEqualTo("incident-5");
            switch (form) {
                case CEF -> {
                    assertThat(alert.cef())
                            .containsEntry("0", "CEF:0")
                            .containsEntry("6", "10")
                            .containsEntry("act", "observed")
                            .containsEntry("outcome", "attempted")
                            .containsEntry("c6a2", "2001:db8::1")
                            .doesNotContainKeys("src", "dst");
                    assertThat(incident.cef()).containsEntry("act", "observed").doesNotContainKey("dhost");
                }
                case LEEF -> {
                    assertThat(alert.leef())
                            .containsEntry("5", "x09")
                            .containsEntry("sev", "10")
                            .containsEntry("src", "2001:db8::1");
                    assertThat(incident.leef()).containsEntry("sev", "8");
                }
                case JSON -> {
                    assertThat(keys(alert.text())).contains("alert").doesNotContain("forged");
                    JsonNode context = new ObjectMapper().readTree(alert.text()).at("/alert/context");
                    assertThat(context.get("id").asText()).isEqualTo("alert-5");
                    JsonNode told = new ObjectMapper().readTree(incident.text());
                    assertThat(told.get("event_type").asText()).isEqualTo("incident");
                    assertThat(told.get("id").asText()).isEqualTo("incident-5");
                }
            }
        }
    }

    private static Set<String> keys(String json) throws IOException {
        Set<String> keys = new java.util.TreeSet<>();
        new ObjectMapper().readTree(json).fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static ParsedMessage checked(byte[] bytes, int maxBytes) {
        assertThat(bytes.length).isLessThanOrEqualTo(maxBytes);
        for (byte b : bytes) {
            assertThat(b < 0 || b >= ' ' && b != 0x7f || b == '\t')
                    .as("byte %d", b)
                    .isTrue();
        }
        return ParsedMessage.of(bytes);
    }

    @Test
    void shouldSayThatAnAlertWasCut() throws IOException {
        JsonNode eve = new ObjectMapper()
                .readTree(ParsedMessage.of(
                                messages(Form.JSON, 2048).of(SampleAlerts.hostile(1, "x".repeat(3000)), Map.of()))
                        .text());
        assertThat(eve.at("/alert/context/truncated").asBoolean()).isTrue();
        assertThat(eve.at("/alert/context/actor/ip").asText()).isEqualTo("2001:db8::1");
    }

    @Test
    void shouldCountItsMessages() {
        SyslogMessage messages = messages(Form.CEF, 2048);
        for (int i = 1; i <= 3; i++) {
            assertThat(ParsedMessage.of(messages.of(SampleAlerts.full(i), Map.of()))
                            .elements()
                            .get("meta"))
                    .isEqualTo(Map.of("sequenceId", Integer.toString(i)));
        }
    }
}

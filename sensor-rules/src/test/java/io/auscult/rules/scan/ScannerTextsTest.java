package io.auscult.rules.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.rules.EventScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScannerTextsTest {
    private final EventScript script = new EventScript().from("10.20.1.66");

    private void asks(String uri, String userAgent) {
        script.probe(6, 80, "10.20.2.41").http(uri, userAgent);
        script.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Nikto", "ZmEu", "Mozilla/5.0 (compatible; Nmap Scripting Engine; x)", "x Fuzz fuzz faster u fool",
                "w3af", "mmasscan", "NNessus", "wpscan.org WPScan v3"
            })
    void shouldKnowAScannerByItsNameWhereverItStands(String userAgent) {
        asks("/", userAgent);

        assertThat(script.ruleIds()).contains("scan.service_probing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N",
                "Nik",
                "Nikt",
                "nikto",
                "ZmE",
                "Mozilla/5.0 (X11; Linux x86_64) Nmap",
                "fuzz faster u foo"
            })
    void shouldNotTakeOthersForOne(String userAgent) {
        asks("/", userAgent);

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLookAtEachFieldForItsOwnTexts() {
        asks("/Nikto", "nice ports,/Tri");
        assertThat(script.alerts).isEmpty();

        asks("/nice%20ports,/Trinity.txt/nice ports,/Tri", "");
        assertThat(script.ruleIds()).contains("scan.service_probing");
    }
}

package io.auscult.rules.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class LightsTest {
    private final AlertScript script = new AlertScript();

    private Lights lights(String... segments) {
        return Lights.of(
                script.incidents.list(),
                LocalNets.DEFAULT,
                List.of(segments).stream().map(Network::parse).toList());
    }

    @Test
    void shouldBeGreenWhenNothingWasNoticed() {
        assertThat(lights().site().light()).isEqualTo(Light.GREEN);
        assertThat(lights().site().reason().get("en")).isEqualTo("Nothing suspicious was noticed.");
        assertThat(lights().hosts()).isEmpty();
    }

    @Test
    void shouldBeBlueWhenAllWasRepelled() {
        script.by("198.51.100.7").outcome(Outcome.FAILED);
        script.raise(script.draft("identity.password_guessing", "10.1.4.30").count(20));

        assertThat(lights().site().light()).isEqualTo(Light.BLUE);
        assertThat(lights().site().reason().get("fr")).startsWith("Une tentative");
        assertThat(lights().hosts()).containsOnlyKeys(IpAddress.parse("10.1.4.30")); // who is outside has no light
    }

    @Test
    void shouldBeRedWhereSomebodyHasToAct() {
        script.outcome(Outcome.SUCCEEDED).alert("identity.dcsync", "10.1.9.2");
        script.outcome(Outcome.FAILED).alert("identity.dcsync", "10.1.8.2");

        Lights lights = lights("10.1.8.0/22");
        assertThat(lights.site().light()).isEqualTo(Light.RED);
        assertThat(lights.site().reason().get("en")).startsWith("Act: ").endsWith(", by 10.1.4.20.");
        assertThat(lights.hosts().get(IpAddress.parse("10.1.4.20")).light()).isEqualTo(Light.RED);
        assertThat(lights.hosts().get(IpAddress.parse("10.1.9.2")).light()).isEqualTo(Light.RED);
        assertThat(lights.hosts().get(IpAddress.parse("10.1.8.2"))).satisfies(host -> {
            assertThat(host.light()).isEqualTo(Light.BLUE);
            assertThat(host.reason().get("en"))
                    .isEqualTo("One attempt was noticed; it got nowhere, as far as was seen.");
        });
        assertThat(lights.segments())
                .containsOnlyKeys(Network.parse("10.1.8.0/22"), Network.parse("10.1.4.0/24"))
                .allSatisfy((network, scope) -> assertThat(scope.light()).isEqualTo(Light.RED));
    }

    @Test
    void shouldStayBounded() {
        for (int i = 0; i < 2_000; i++) {
            script.by("10." + i / 250 + "." + i % 250 + ".9").alert("identity.dcsync", "10.250.0.1");
        }
        assertThat(lights().hosts()).hasSize(Lights.MAX_HOSTS);
        assertThat(lights().segments()).hasSize(Lights.MAX_SEGMENTS);
    }
}

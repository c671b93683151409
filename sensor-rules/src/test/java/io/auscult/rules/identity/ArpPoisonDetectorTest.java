package io.auscult.rules.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.rules.EventScript;
import org.junit.jupiter.api.Test;

class ArpPoisonDetectorTest {
    private static final long VICTIM = 0xACDE48222202L;
    private static final long ROGUE = 0xB827EB777707L;
    private static final long GATEWAY = 0x00AABBCCDD01L;

    private final EventScript script = new EventScript();

    @Test
    void shouldSeeAnAddressTakenFromALivingOwner() {
        script.arpReply(VICTIM, "10.0.1.11", GATEWAY, "10.0.1.1").after(0.1);
        script.arpReply(ROGUE, "10.0.4.50", GATEWAY, "10.0.1.1").after(0.1);
        script.arpReply(ROGUE, "10.0.1.11", GATEWAY, "10.0.1.1").after(10);
        script.mac(VICTIM).from("10.0.1.11").connect("10.0.1.1", 80).answered();

        assertThat(script.ruleIds()).containsExactly("identity.arp_poisoning");
        assertThat(script.last().actor()).hasToString("10.0.4.50");
        assertThat(script.last().actor().mac()).isEqualTo("b8:27:eb:77:77:07");
        assertThat(script.last().target().ip()).hasToString("10.0.1.11");
        assertThat(script.last().level()).isEqualTo(Level.MEDIUM);
    }

    @Test
    void shouldBeSureOfWhoStandsBetweenTwo() {
        for (int i = 0; i < 10; i++) {
            script.arpReply(GATEWAY, "10.0.1.1", VICTIM, "10.0.1.11").after(0.5);
            script.arpReply(VICTIM, "10.0.1.11", GATEWAY, "10.0.1.1").after(0.5);
            script.arpReply(ROGUE, "10.0.1.11", GATEWAY, "10.0.1.1").after(0.5);
            script.arpReply(ROGUE, "10.0.1.1", VICTIM, "10.0.1.11").after(0.5);
        }

        assertThat(script.last().level()).isEqualTo(Level.HIGH);
        assertThat(script.last().targetCount()).isEqualTo(2);
        assertThat(script.incidents.list()).hasSize(1);
        assertThat(script.alerts).hasSizeLessThan(12);
    }

    @Test
    void shouldLetAnAddressMove() {
        script.arpReply(VICTIM, "10.0.1.11", GATEWAY, "10.0.1.1").after(30);
        for (int i = 0; i < 20; i++) {
            script.arpReply(ROGUE, "10.0.1.11", GATEWAY, "10.0.1.1").after(30);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLetAnAddressGoAndComeBack() {
        announce(VICTIM, 5).after(5);
        announce(ROGUE, 5).after(4);
        script.arpRequest(ROGUE, "10.0.1.11", "10.0.1.1").after(6);
        announce(VICTIM, 5).after(60);
        script.mac(VICTIM).from("10.0.1.11").connect("10.0.1.1", 80).answered();

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldSeeAnAnnouncedAddressThatItsOwnerDefends() {
        announce(VICTIM, 1).after(60);
        for (int i = 0; i < 4; i++) {
            announce(ROGUE, 1).after(0.01);
            announce(VICTIM, 1).after(2);
        }

        assertThat(script.ruleIds()).containsExactly("identity.arp_poisoning");
    }

    @Test
    void shouldSeeThroughHandoversWithoutEnd() {
        script.arpRequest(ROGUE, "10.0.4.50", "10.0.1.1");
        for (int i = 0; i < 8; i++) {
            announce(VICTIM, 1).after(3);
            announce(ROGUE, 1).after(3);
        }

        assertThat(script.ruleIds()).containsExactly("identity.arp_poisoning");
    }

    private EventScript announce(long mac, int times) {
        for (int i = 0; i < times; i++) {
            script.arpRequest(mac, "10.0.1.11", "10.0.1.11");
        }
        return script;
    }

    @Test
    void shouldKnowABridgeByItsCopies() {
        for (int i = 0; i < 20; i++) {
            script.arpRequest(VICTIM, "10.0.1.11", "10.0.1.1").after(-0.000_9);
            script.arpRequest(ROGUE, "10.0.1.11", "10.0.1.1").after(5);
        }

        assertThat(script.alerts).isEmpty();
    }

    @Test
    void shouldLetRoutersShareAnAddress() {
        for (int i = 0; i < 20; i++) {
            script.arpReply(0x00005E000105L, "10.0.1.1", VICTIM, "10.0.1.11").after(5);
            script.arpReply(GATEWAY, "10.0.1.1", VICTIM, "10.0.1.11").after(5);
        }

        assertThat(script.alerts).isEmpty();
    }
}

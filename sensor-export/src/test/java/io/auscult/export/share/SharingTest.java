package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Alert;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.SampleAlerts;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharingTest {
    private static List<String> openPorts(String text) throws LeakException {
        SharePolicy policy = new SharePolicy(
                0, new Marking(Tlp.RED, Pap.RED), FieldGroup.DEFAULT, Approval.NEVER, 10, Updates.FOLLOW);
        Vocabulary vocabulary = new Vocabulary(List.of(SampleAlerts.RULE), List.of(), kind -> false, Sharing.words());
        Sharing sharing = new Sharing(policy, LocalNets.DEFAULT, List.of(), vocabulary, Retelling.NONE);
        Pseudonyms pseudonyms = new Pseudonyms(ShareKey.of(Instant.EPOCH, new byte[ShareKey.LENGTH]));
        return ((Alert) sharing.shared(SampleAlerts.hostile(1, text), pseudonyms)).openPorts();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3:445, 240\\..*:445",
        "[fd00::7]:445, \\[fc.*]:445",
        "[::ffff:c0a8:3443]:445, 241\\.168\\..*:445",
    })
    void shouldTellWhatAnsweredUnderAPseudonym(String open, String told) throws LeakException {
        assertThat(openPorts(open)).singleElement().asString().matches(told);
    }

    /** 192.168.52.67 as an IPv6 address: whoever takes its end for a port tells the rest. */
    @ParameterizedTest
    @ValueSource(
            strings = {"::ffff:c0a8:3443", "fd00::1:445", "2001:db8::1:445", "10.1.2.3", "10.1.2.3:70000", "x:445"})
    void shouldKeepWhatNobodyCanTakeForAnAddressWithAPort(String open) throws LeakException {
        assertThat(openPorts(open)).isEmpty();
    }
}

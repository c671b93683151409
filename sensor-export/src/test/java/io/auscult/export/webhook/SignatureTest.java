package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SignatureTest {
    /** Computed with openssl: dgst -sha256 -mac HMAC over the same bytes. */
    @Test
    void shouldSignAsStandardWebhooksDoes() throws IOException {
        Signature signature = new Signature("signing_key", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        assertThat(signature.of(
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        1_614_265_330,
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void shouldRefuseAKeyThatIsNone() {
        assertThatThrownBy(() -> new Signature("signing_key", "s3cret"))
                .isInstanceOf(IOException.class)
                .hasMessage("signing_key: too short (expected: at least 16 bytes)");
        assertThatThrownBy(() -> new Signature("signing_key", "whsec_s3cret***"))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("s3cret");
    }
}

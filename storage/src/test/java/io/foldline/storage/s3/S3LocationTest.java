package io.foldline.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foldline.checkpoint.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
    @Test
    void readsWhatUsersWrite() {
        assertThat(S3Location.parse("s3://bucket/a/b c/")).isEqualTo(new S3Location("bucket", "a/b c"));
        assertThat(S3Location.parse("s3://bucket")).isEqualTo(new S3Location("bucket", ""));
        assertThat(S3Location.parse("s3://bucket/a/b").name()).isEqualTo("b");
        assertThat(S3Location.parse("s3://bucket/a").below("b/c").uri()).isEqualTo("s3://bucket/a/b/c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3://", "s3:///a", "s3://B/a", "s3://bucket//a", "s3://bucket/../a", "s3://bucket/a\nb", "a"})
    void refusesWhatNamesNothing(String text) {
        assertThatThrownBy(() -> S3Location.parse(text))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("s3://bucket/prefix");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "../a", "a/../../b", "/a", "a/", "a\0b"})
    void namesStayBelow(String name) {
        assertThatThrownBy(() -> S3Location.parse("s3://bucket/a").below(name)).isInstanceOf(InputException.class);
    }
}

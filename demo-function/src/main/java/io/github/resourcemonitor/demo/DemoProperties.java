package io.github.resourcemonitor.demo;

import java.net.URI;
import java.nio.file.Path;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The settings of the demo. None of them is looked at in the profile {@code gcp}.
 *
 * @param seedDir folder whose images and texts are taken, with those in its subfolders,
 * instead of generated ones.
 * @param imageMegapixels size of the generated images, in millions of pixels.
 * @param textSize size of the longer one of the generated texts.
 * @param storageUri address of a storage server to use instead of one in this process;
 * nothing is put into it.
 */
@Validated
@ConfigurationProperties("demo")
public record DemoProperties(@Nullable Path seedDir,
		@DefaultValue("8") @DecimalMin("0.01") @DecimalMax("50") double imageMegapixels,
		@DefaultValue("4MB") DataSize textSize, @Nullable URI storageUri) {

}

package io.github.resourcemonitor.demo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.github.resourcemonitor.test.MonitorTest;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * A test of the running demo, with smaller images and texts for a fast start, and with
 * the records of each test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "demo.image-megapixels=0.3", "demo.text-size=200KB" })
@Import(DemoClient.class)
@MonitorTest
@interface DemoTest {

}

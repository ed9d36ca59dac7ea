package health.salus.stock;

import ca.uhn.fhir.jpa.api.config.JpaStorageSettings;
import ca.uhn.fhir.jpa.model.dialect.HapiFhirPostgresDialect;
import ca.uhn.fhir.jpa.model.entity.StorageSettings.IndexEnabledEnum;
import ca.uhn.fhir.rest.server.interceptor.LoggingInterceptor;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Properties;

/**
 * The starter's defaults, set where it sets them and left alone where it leaves them alone.
 *
 * @see <a
 *     href="https://github.com/hapifhir/hapi-fhir-jpaserver-starter">hapi-fhir-jpaserver-starter</a>
 */
final class StockSettings {
  static final int DEFAULT_PAGE_SIZE = 20;
  static final int POOL_SIZE = 10;

  private StockSettings() {}

  static JpaStorageSettings storage() {
    JpaStorageSettings settings = new JpaStorageSettings();
    settings.setPreExpandValueSets(true);
    settings.setEnableTaskPreExpandValueSets(true);
    settings.setPreExpandValueSetsDefaultCount(1000);
    settings.setPreExpandValueSetsMaxCount(1000);
    settings.setMaximumExpansionSize(1000);
    settings.setIndexMissingFields(IndexEnabledEnum.DISABLED);
    settings.setAllowContainsSearches(true);
    settings.setExpungeEnabled(true);
    settings.setFilterParameterEnabled(true);
    settings.setDefaultSearchParamsCanBeOverridden(true);
    settings.setDeferIndexingForCodesystemsOfSize(100);
    settings.setFetchSizeDefaultMaximum(Integer.MAX_VALUE);
    settings.setReuseCachedSearchResultsForMillis(Duration.ofMinutes(1).toMillis());
    settings.setExpireSearchResultsAfterMillis(Duration.ofHours(1).toMillis());
    settings.setBundleBatchPoolSize(100);
    return settings;
  }

  static Properties hibernate() {
    Properties properties = new Properties();
    properties.put("hibernate.dialect", HapiFhirPostgresDialect.class.getName());
    properties.put("hibernate.hbm2ddl.auto", "update");
    properties.put("hibernate.search.enabled", "false");
    properties.put("hibernate.format_sql", "false");
    properties.put("hibernate.show_sql", "false");
    properties.put("hibernate.cache.use_query_cache", "false");
    properties.put("hibernate.cache.use_second_level_cache", "false");
    properties.put("hibernate.cache.use_structured_entries", "false");
    properties.put("hibernate.cache.use_minimal_puts", "false");
    return properties;
  }

  static HikariDataSource pool(String url, String user, String password) {
    HikariConfig hikari = new HikariConfig();
    hikari.setJdbcUrl(url);
    hikari.setUsername(user);
    hikari.setPassword(password);
    hikari.setMaximumPoolSize(POOL_SIZE);
    return new HikariDataSource(hikari);
  }

  static LoggingInterceptor accessLog() {
    LoggingInterceptor log = new LoggingInterceptor();
    log.setLoggerName("fhirtest.access");
    log.setMessageFormat(
        "Path[${servletPath}] Source[${requestHeader.x-forwarded-for}] Operation[${operationType}"
            + " ${operationName} ${idOrResourceName}] UA[${requestHeader.user-agent}]"
            + " Params[${requestParameters}] ResponseEncoding[${responseEncodingNoDefault}]");
    log.setErrorMessageFormat("ERROR - ${requestVerb} ${requestUrl}");
    log.setLogExceptions(true);
    return log;
  }
}

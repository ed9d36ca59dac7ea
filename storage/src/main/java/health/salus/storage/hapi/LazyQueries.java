package health.salus.storage.hapi;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Suppliers;
import jakarta.persistence.EntityManager;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.data.envers.repository.support.EnversRevisionRepositoryFactoryBean;
import org.springframework.data.jpa.provider.PersistenceProvider;
import org.springframework.data.jpa.repository.query.DefaultJpaQueryMethodFactory;
import org.springframework.data.jpa.repository.query.JpaQueryMethodFactory;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactoryBean;
import org.springframework.data.projection.ProjectionFactory;
import org.springframework.data.repository.Repository;
import org.springframework.data.repository.core.NamedQueries;
import org.springframework.data.repository.core.RepositoryMetadata;
import org.springframework.data.repository.core.support.RepositoryFactorySupport;
import org.springframework.data.repository.history.RevisionRepository;
import org.springframework.data.repository.query.QueryLookupStrategy;
import org.springframework.data.repository.query.QueryMethod;
import org.springframework.data.repository.query.QueryMethodEvaluationContextProvider;
import org.springframework.data.repository.query.RepositoryQuery;
import org.springframework.util.ClassUtils;

/**
 * A repository of HAPI whose queries are parsed and checked when first used. Spring Data would do
 * so for all of them at each start, which takes a fifth of it; most are never used. The queries
 * come with HAPI and change with its version only, so a test checks them all instead.
 *
 * <p>Thread-safe.
 */
final class LazyQueries<T extends Repository<S, ID>, S, ID>
    extends JpaRepositoryFactoryBean<T, S, ID> {
  private final List<LazyQuery> queries = new CopyOnWriteArrayList<>();

  LazyQueries(Class<? extends T> repository) {
    super(repository);
  }

  /** Makes the queries of every repository lazy, except those of revision repositories. */
  static void install(ConfigurableListableBeanFactory beans) {
    for (String name : beans.getBeanDefinitionNames()) {
      BeanDefinition definition = beans.getBeanDefinition(name);
      if (EnversRevisionRepositoryFactoryBean.class.getName().equals(definition.getBeanClassName())
          && !RevisionRepository.class.isAssignableFrom(repositoryOf(definition, beans))) {
        definition.setBeanClassName(LazyQueries.class.getName());
      }
    }
  }

  private static Class<?> repositoryOf(
      BeanDefinition definition, ConfigurableListableBeanFactory beans) {
    ConstructorArgumentValues arguments = definition.getConstructorArgumentValues();
    @Nullable Object repository =
        requireNonNull(arguments.getArgumentValue(0, Class.class)).getValue();
    return repository instanceof Class<?> type
        ? type
        : ClassUtils.resolveClassName(String.valueOf(repository), beans.getBeanClassLoader());
  }

  /** Every query, parsed and checked as Spring Data would have at the start. */
  List<RepositoryQuery> parsed() {
    return queries.stream().map(query -> query.parsed().get()).toList();
  }

  @Override
  protected RepositoryFactorySupport createRepositoryFactory(EntityManager entityManager) {
    return new LazyFactory(entityManager, queries);
  }

  private static final class LazyFactory extends JpaRepositoryFactory {
    private final JpaQueryMethodFactory methods;
    private final List<LazyQuery> queries;

    LazyFactory(EntityManager entityManager, List<LazyQuery> queries) {
      super(entityManager);
      this.methods =
          new DefaultJpaQueryMethodFactory(PersistenceProvider.fromEntityManager(entityManager));
      this.queries = queries;
    }

    @Override
    protected Optional<QueryLookupStrategy> getQueryLookupStrategy(
        QueryLookupStrategy.@Nullable Key key, QueryMethodEvaluationContextProvider context) {
      return super.getQueryLookupStrategy(key, context).map(this::lazily);
    }

    private QueryLookupStrategy lazily(QueryLookupStrategy strategy) {
      return (method, metadata, projections, named) -> {
        LazyQuery query =
            new LazyQuery(
                methods.build(method, metadata, projections),
                parsing(strategy, method, metadata, projections, named));
        queries.add(query);
        return query;
      };
    }

    private static Supplier<RepositoryQuery> parsing(
        QueryLookupStrategy strategy,
        Method method,
        RepositoryMetadata metadata,
        ProjectionFactory projections,
        NamedQueries named) {
      return Suppliers.memoize(() -> strategy.resolveQuery(method, metadata, projections, named));
    }
  }

  private record LazyQuery(QueryMethod method, Supplier<RepositoryQuery> parsed)
      implements RepositoryQuery {
    @Override
    public @Nullable Object execute(Object[] parameters) {
      return parsed.get().execute(parameters);
    }

    @Override
    public QueryMethod getQueryMethod() {
      return method;
    }
  }
}

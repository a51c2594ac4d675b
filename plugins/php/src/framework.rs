//! The framework, and the directory it publishes.

use crate::composer::Composer;
use fieldmark_sdk::{Place, Repo};

/// A framework.
pub struct Framework {
    /// Its name.
    pub name: &'static str,
    /// The directories it publishes by convention, the newest first; none if it publishes the root.
    pub published: &'static [&'static str],
    /// Where it is asked for, or a file that only it has.
    pub at: Place,
}

/// A package, the framework it stands for, and what that publishes.
type Row = (&'static str, &'static str, &'static [&'static str]);

/// The outermost framework first: most are built on parts of Symfony, and some systems on all of a framework.
#[rustfmt::skip]
const PACKAGES: &[Row] = &[
    // Systems that manage contents or shops.
    ("drupal/core-recommended", "drupal", &["web", "docroot"]),
    ("drupal/core", "drupal", &["web", "docroot"]),
    ("drupal/drupal", "drupal", &[]),
    ("typo3/cms-core", "typo3", &["public"]),
    ("typo3/minimal", "typo3", &["public"]),
    ("typo3/cms", "typo3", &["public"]),
    ("magento/product-community-edition", "magento", &["pub"]),
    ("magento/product-enterprise-edition", "magento", &["pub"]),
    ("magento/project-community-edition", "magento", &["pub"]),
    ("mage-os/product-community-edition", "magento", &["pub"]),
    ("craftcms/cms", "craft", &["web"]),
    ("roots/wordpress", "wordpress", &["web"]),
    ("johnpbloch/wordpress", "wordpress", &[]),
    ("johnpbloch/wordpress-core", "wordpress", &[]),
    ("shopware/core", "shopware", &["public"]),
    ("sylius/sylius", "sylius", &["public"]),
    ("pimcore/pimcore", "pimcore", &["public"]),
    ("contao/core-bundle", "contao", &["public", "web"]),
    ("silverstripe/framework", "silverstripe", &["public"]),
    ("october/system", "october", &[]),
    ("getkirby/cms", "kirby", &[]),
    ("getgrav/grav", "grav", &[]),
    ("concrete5/core", "concrete", &["public"]),
    ("bolt/core", "bolt", &["public"]),
    ("picocms/pico", "pico", &[]),
    ("prestashop/prestashop", "prestashop", &[]),
    ("neos/flow", "neos", &["Web"]),

    // Frameworks.
    ("laravel/framework", "laravel", &["public"]),
    ("laravel/lumen-framework", "lumen", &["public"]),
    ("cakephp/cakephp", "cakephp", &["webroot", "app/webroot"]),
    ("codeigniter4/framework", "codeigniter", &["public"]),
    ("codeigniter4/codeigniter4", "codeigniter", &["public"]),
    ("codeigniter/framework", "codeigniter", &[]),
    ("yiisoft/yii2", "yii", &["web"]),
    ("yiisoft/yii", "yii", &[]),
    ("yiisoft/yii-runner-http", "yii", &["public"]),
    ("laminas-api-tools/api-tools", "laminas", &["public"]),
    ("laminas/laminas-mvc", "laminas", &["public"]),
    ("mezzio/mezzio", "mezzio", &["public"]),
    ("zendframework/zend-expressive", "mezzio", &["public"]),
    ("zendframework/zendframework", "zend", &["public"]),
    ("zendframework/zend-mvc", "zend", &["public"]),
    ("ext-phalcon", "phalcon", &["public"]),
    ("phalcon/cphalcon", "phalcon", &["public"]),
    ("phalcon/devtools", "phalcon", &["public"]),
    ("topthink/framework", "thinkphp", &["public"]),
    ("workerman/webman-framework", "webman", &[]),
    ("swoft/framework", "swoft", &[]),
    ("phpmv/ubiquity", "ubiquity", &[]),
    ("clue/framework-x", "framework-x", &["public"]),
    ("workerman/workerman", "workerman", &[]),
    ("hyperf/http-server", "hyperf", &[]),
    ("spiral/framework", "spiral", &["public"]),
    ("nette/application", "nette", &["www"]),
    ("symfony/framework-bundle", "symfony", &["public", "web"]),
    ("symfony/symfony", "symfony", &["public", "web"]),
    ("symfony/flex", "symfony", &["public"]),
    ("google/cloud-functions-framework", "functions-framework", &[]),
    // Make pages ahead of time: where they are left is empty before.
    ("tightenco/jigsaw", "jigsaw", &[]),
    ("sculpin/sculpin", "sculpin", &[]),
    ("slim/slim", "slim", &["public"]),
    ("leafs/leaf", "leaf", &["public"]),
    ("flightphp/core", "flight", &["public"]),
    ("mikecao/flight", "flight", &["public"]),
    ("bcosca/fatfree-core", "fatfree", &[]),
    ("fatfree/core", "fatfree", &[]),
    ("bcosca/fatfree", "fatfree", &[]),
];

/// Files that only one framework has, for repositories without a readable `composer.json`.
const FILES: &[Row] = &[
    ("artisan", "laravel", &["public"]),
    ("bin/cake", "cakephp", &["webroot"]),
    ("wp-includes/version.php", "wordpress", &[]),
    ("wp-config.php", "wordpress", &[]),
    ("wp-config-sample.php", "wordpress", &[]),
    ("spark", "codeigniter", &["public"]),
    ("system/core/CodeIgniter.php", "codeigniter", &[]),
    ("bin/magento", "magento", &["pub"]),
    ("core/lib/Drupal.php", "drupal", &[]),
    ("administrator/manifests/files/joomla.xml", "joomla", &[]),
];

impl Framework {
    /// The framework of a root.
    pub fn of(repo: &Repo<'_>, composer: Option<&Composer<'_>>) -> Option<Self> {
        let required = composer.and_then(|composer| {
            PACKAGES
                .iter()
                .find_map(|(package, name, published)| Some(Self { name, published, at: composer.requires(package)? }))
        });
        required.or_else(|| {
            FILES
                .iter()
                .find_map(|(path, name, published)| Some(Self { name, published, at: repo.file(path)?.whole() }))
        })
    }
}

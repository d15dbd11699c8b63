import { pathOf } from './request-path.js';

it.each([
  ['/graphql', '/graphql'],
  ['/graphql?query={me{id}}', '/graphql'],
  ['//', '//'],
  ['http://[', 'http://['],
  ['', ''],
  [undefined, ''],
])('the path of %p is %p', (url, path) => {
  expect(pathOf(url === undefined ? {} : { url })).toBe(path);
});
